package io.parley.llm;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where and how an OpenAI-compatible provider is reached. `models` names the models to offer; if
/// it is empty, the provider is asked.
record Endpoint(
    String name,
    URI baseUrl,
    Optional<ApiKey> apiKey,
    Map<String, String> headers,
    List<String> models,
    Dialect dialect,
    Timeouts timeouts) {

  Endpoint {
    headers = Map.copyOf(headers);
    models = List.copyOf(models);
    String text = baseUrl.toString();
    baseUrl = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : baseUrl;
  }

  Endpoint(
      String name,
      URI baseUrl,
      Optional<ApiKey> apiKey,
      Map<String, String> headers,
      List<String> models) {
    this(name, baseUrl, apiKey, headers, models, Dialect.STANDARD, Timeouts.DEFAULT);
  }

  Endpoint within(Timeouts others) {
    return new Endpoint(name, baseUrl, apiKey, headers, models, dialect, others);
  }

  URI at(String path) {
    return URI.create(baseUrl + "/" + path);
  }

  /// A request with all that the provider wants to know of who asks.
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
    headers.forEach(request::setHeader);
    apiKey.ifPresent(key -> request.setHeader("Authorization", "Bearer " + key.value()));
    return request;
  }

  /// Tells one address and account from others, and nothing about them.
  String fingerprint() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(baseUrl.toString().getBytes(StandardCharsets.UTF_8));
      apiKey.ifPresent(key -> hash.update(key.value().getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(hash.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Headers may hold keys as well as the key does, and so may an address.
  @Override
  public String toString() {
    return name + " at " + baseUrl.getHost();
  }

  /// A secret that does not print itself.
  record ApiKey(String value) {
    @Override
    public String toString() {
      return "ApiKey";
    }
  }
}

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
///
/// @param baseUrl may have a query, which every request then has, such as Azure's `api-version`
/// @param problem what is wrong with its settings, so that it cannot be asked
record Endpoint(
    String name,
    URI baseUrl,
    Optional<ApiKey> apiKey,
    Map<String, String> headers,
    List<String> models,
    Dialect dialect,
    Timeouts timeouts,
    Optional<String> problem) {
  /// In place of an address that is none; RFC 2606 keeps anybody from having it.
  static final URI NOWHERE = URI.create("http://invalid/");

  Endpoint {
    headers = Map.copyOf(headers);
    models = List.copyOf(models);
    baseUrl = withPath(baseUrl, path(baseUrl));
  }

  Endpoint(
      String name,
      URI baseUrl,
      Optional<ApiKey> apiKey,
      Map<String, String> headers,
      List<String> models) {
    this(name, baseUrl, apiKey, headers, models, Dialect.STANDARD, Timeouts.DEFAULT);
  }

  Endpoint(
      String name,
      URI baseUrl,
      Optional<ApiKey> apiKey,
      Map<String, String> headers,
      List<String> models,
      Dialect dialect,
      Timeouts timeouts) {
    this(name, baseUrl, apiKey, headers, models, dialect, timeouts, Optional.empty());
  }

  Endpoint within(Timeouts others) {
    return new Endpoint(name, baseUrl, apiKey, headers, models, dialect, others, problem);
  }

  URI at(String path) {
    return withPath(baseUrl, path(baseUrl) + "/" + path);
  }

  /// A request with all that the provider wants to know of who asks. A header that is set goes
  /// before the one that the key would make.
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
    apiKey.ifPresent(key -> request.setHeader("Authorization", "Bearer " + key.value()));
    headers.forEach(request::setHeader);
    return request;
  }

  /// @throws ProviderFailure if it cannot be asked, as its settings are
  void require() {
    if (problem.isPresent()) {
      throw new ProviderFailure(name, problem.get());
    }
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

  /// Without slashes at its end.
  private static String path(URI url) {
    return url.getRawPath().replaceFirst("/+$", "");
  }

  /// The same address with another path.
  static URI withPath(URI url, String path) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + query);
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

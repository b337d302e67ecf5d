package io.parley.llm;

import java.net.URI;
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
    List<String> models) {

  Endpoint {
    headers = Map.copyOf(headers);
    models = List.copyOf(models);
    String text = baseUrl.toString();
    baseUrl = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : baseUrl;
  }

  URI at(String path) {
    return URI.create(baseUrl + "/" + path);
  }

  /// Headers may hold keys as well as the key does.
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

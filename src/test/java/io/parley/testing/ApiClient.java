package io.parley.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Calls of the REST API as one guest, as an outside program would make them.
///
/// ```java
/// var ada = ApiClient.guest(node, "ada");
/// var room = ada.post("/api/rooms", Map.of("name", "gardening"));
/// assertEquals(201, room.status());
/// ```
public final class ApiClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI server;
  private final Optional<String> token;

  private ApiClient(URI server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  /// An answer; `body` is missing where it is not JSON.
  public record Answer(int status, HttpResponse<String> response, JsonNode body) {
    public String code() {
      return body.path("code").asText();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  public static ApiClient nobody(ParleyNode node) {
    return new ApiClient(node.url(), Optional.empty());
  }

  public static ApiClient with(ParleyNode node, String token) {
    return new ApiClient(node.url(), Optional.of(token));
  }

  public static ApiClient guest(ParleyNode node, String name) {
    Answer guest = nobody(node).post("/api/guests", Map.of("name", name));
    if (guest.status() != 201) {
      throw new AssertionError("no guest: " + guest.response().body());
    }
    return with(node, guest.body().path("token").asText());
  }

  /// The same guest at another node.
  public ApiClient at(ParleyNode node) {
    return new ApiClient(node.url(), token);
  }

  public Optional<String> token() {
    return token;
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, Object body) {
    return post(path, "application/json", Json.write(body));
  }

  public Answer post(String path, String contentType, String body) {
    return send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
  }

  public Answer put(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(Json.write(body))));
  }

  /// Without saying how long the body is.
  public Answer postChunked(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return send(
        request(path)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
  }

  public Answer send(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return request;
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      JsonNode body =
          type.contains("json") ? Json.MAPPER.readTree(response.body()) : Json.MAPPER.missingNode();
      return new Answer(response.statusCode(), response, body);
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

package io.parley.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Somebody who calls the REST API as an outside program would: a guest, nobody, or who has a
/// token.
///
/// ```java
/// var ada = ApiClient.guest(node, "ada");
/// var room = ada.post("/api/rooms", Map.of("name", "gardening"));
/// assertEquals(201, room.status());
/// ```
public final class ApiClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ParleyNode node;
  private final String id;
  private final String name;
  private final Optional<String> token;

  private ApiClient(ParleyNode node, String id, String name, Optional<String> token) {
    this.node = node;
    this.id = id;
    this.name = name;
    this.token = token;
  }

  /// An answer; `body` is missing where it is not JSON.
  public record Answer(int status, HttpResponse<String> response, JsonNode body) {
    public String code() {
      return body.path("code").asText();
    }

    @Override
    public String toString() {
      return status + " " + response.body();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  public static ApiClient nobody(ParleyNode node) {
    return new ApiClient(node, "", "nobody", Optional.empty());
  }

  /// Whoever has this token: an operator, an API key.
  public static ApiClient with(ParleyNode node, String token) {
    return new ApiClient(node, "", "who has a token", Optional.of(token));
  }

  /// A new guest of this node; the token is good on all nodes.
  public static ApiClient guest(ParleyNode node, String name) {
    Answer made = nobody(node).post("/api/guests", Map.of("name", name));
    if (made.status() != 201) {
      throw new AssertionError("no guest: " + made);
    }
    return new ApiClient(
        node,
        made.body().at("/guest/id").asText(),
        made.body().at("/guest/name").asText(),
        Optional.of(made.body().path("token").asText()));
  }

  /// The same one at another node.
  public ApiClient at(ParleyNode other) {
    return new ApiClient(other, id, name, token);
  }

  public ParleyNode node() {
    return node;
  }

  /// A guest's participant id; empty for others.
  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Optional<String> token() {
    return token;
  }

  /// The header that says who is calling; there is none for nobody.
  public String bearer() {
    return "Bearer " + token.orElseThrow();
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

  public Answer post(String path, String contentType, byte[] body) {
    return send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
  }

  public Answer put(String path, Object body) {
    return send("PUT", path, Json.write(body));
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, Json.write(body));
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

  /// With a body that is called JSON, whatever it is.
  public Answer send(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  public Answer send(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(node.url(path)).timeout(PATIENCE);
    token.ifPresent(_ -> request.header("Authorization", bearer()));
    return request;
  }

  private static Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      JsonNode body =
          type.contains("json") && !response.body().isEmpty()
              ? Json.MAPPER.readTree(response.body())
              : Json.MAPPER.missingNode();
      return new Answer(response.statusCode(), response, body);
    } catch (IOException e) {
      throw new AssertionError("%s %s: no answer".formatted(request.method(), request.uri()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

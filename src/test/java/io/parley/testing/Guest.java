package io.parley.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Somebody who uses Parley's REST API, as a program would.
///
/// ```java
/// var ada = Guest.arrive(TestBed.node(), "ada");
/// var posted = ada.post("/api/conversations/%s/messages".formatted(id), Map.of("message", "Hi"));
/// assertEquals(200, posted.status());
/// ```
///
/// @param token what each request carries
public record Guest(ParleyNode node, String id, String name, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// @param body an empty object where the answer has none
  public record Answer(int status, JsonNode body) {}

  /// Becomes a guest of this node; the token is good on all nodes.
  public static Guest arrive(ParleyNode node, String name) {
    var nobody = new Guest(node, "", name, "");
    var answer = nobody.post("/api/guests", Map.of("name", name)).body();
    return new Guest(
        node,
        answer.at("/guest/id").asText(),
        answer.at("/guest/name").asText(),
        answer.path("token").asText());
  }

  /// The same guest at another node.
  public Guest at(ParleyNode other) {
    return new Guest(other, id, name, token);
  }

  public Answer get(String path) {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  public Answer post(String path, Object body) {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(Json.write(body)));
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, HttpRequest.BodyPublishers.ofString(Json.write(body)));
  }

  public Answer delete(String path) {
    return send("DELETE", path, HttpRequest.BodyPublishers.noBody());
  }

  /// With a body as it is, whatever it is.
  public Answer send(String method, String path, String body) {
    return send(method, path, HttpRequest.BodyPublishers.ofString(body));
  }

  private Answer send(String method, String path, HttpRequest.BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(node.url(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), read(response.body()));
    } catch (IOException e) {
      throw new AssertionError("%s %s: no answer".formatted(method, node.url(path)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  private static JsonNode read(String body) throws IOException {
    return body.isEmpty() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(body);
  }

  @Override
  public String toString() {
    return name;
  }
}

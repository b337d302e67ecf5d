package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls of `/v1` with a key of its own, byte by byte: what the SDKs do not show.
public record V1Client(ParleyNode node, String key) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static V1Client with(ParleyNode node, Map<String, Object> wanted) {
    ApiClient.Answer made = ApiClient.with(node, TestBed.ADMIN_TOKEN).post("/api/keys", wanted);
    if (made.status() != 201) {
      throw new AssertionError("no key: " + made.response().body());
    }
    return new V1Client(node, made.body().path("secret").asText());
  }

  public static V1Client with(ParleyNode node) {
    return with(node, Map.of("name", "test"));
  }

  /// An answer in one piece.
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public JsonNode json() {
      return parse(response.body());
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /// The `data` of each event.
    List<String> events() {
      List<String> events = new ArrayList<>();
      response
          .body()
          .lines()
          .filter(line -> line.startsWith("data: "))
          .forEach(line -> events.add(line.substring("data: ".length())));
      return events;
    }

    /// What was said, put together from chunks.
    String text() {
      StringBuilder text = new StringBuilder();
      for (String event : events()) {
        if (event.startsWith("{")) {
          text.append(parse(event).at("/choices/0/delta/content").asText());
        }
      }
      return text.toString();
    }
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public Answer post(String path, Object body) {
    return post(path, Json.write(body));
  }

  Answer send(String method, String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
    headers.forEach(request::header);
    return send(request);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.url("/v1" + path)).header("Authorization", "Bearer " + key);
  }

  static JsonNode parse(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  static Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

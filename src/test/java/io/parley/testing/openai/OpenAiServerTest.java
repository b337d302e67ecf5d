package io.parley.testing.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The test server as a process sees it that has only its address.
class OpenAiServerTest {
  private final OpenAiServer server = OpenAiServer.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aStreamIsOpenAis() throws Exception {
    server.script("m", Script.text("Hello there"));

    HttpResponse<String> response = complete("m", true);

    assertEquals(
        Optional.of("text/event-stream; charset=utf-8"),
        response.headers().firstValue("content-type"));
    List<String> events = List.of(response.body().split("\n\n", -1));
    assertEquals("data: [DONE]", events.get(5));
    assertEquals("assistant", delta(events.get(0)).path("role").asText());
    assertEquals("Hello", delta(events.get(1)).path("content").asText());
    assertEquals(" there", delta(events.get(2)).path("content").asText());
    assertEquals("stop", choice(events.get(3)).path("finish_reason").asText());
    assertEquals(2, json(events.get(4)).path("usage").path("completion_tokens").asInt());
  }

  @Test
  void aBatchIsOpenAis() throws Exception {
    JsonNode answer = Json.MAPPER.readTree(complete("echo", false).body());

    assertEquals("chat.completion", answer.path("object").asText());
    assertEquals(
        "Say this", answer.path("choices").path(0).path("message").path("content").asText());
  }

  @Test
  void anotherProcessCanScriptIt() throws Exception {
    post(
        "/script",
        "{\"model\":\"m\",\"script\":{\"status\":503,\"body\":\"busy\",\"retry_after\":\"2\"},\"times\":1}");
    post("/script", "{\"model\":\"m\",\"script\":{\"text\":\"well again\"}}");

    HttpResponse<String> first = complete("m", false);
    assertEquals(503, first.statusCode());
    assertEquals(Optional.of("2"), first.headers().firstValue("retry-after"));
    assertTrue(complete("m", false).body().contains("well again"));

    JsonNode requests = Json.MAPPER.readTree(get("/requests"));
    assertEquals(2, requests.size());
    assertEquals("m", requests.path(0).path("model").asText());
    assertTrue(get("/v1/models").contains("\"m\""));

    post("/clear", "{}");
    assertEquals("[]", get("/requests"));
    assertEquals(404, complete("m", false).statusCode());
  }

  @Test
  void aKeyIsCheckedWhenToldTo() throws Exception {
    post("/require_key", "{\"key\":\"sk-1\"}");
    assertEquals(401, complete("echo", false).statusCode());
  }

  @Test
  void wordsCanBeTheMomentsTheyWereSent() throws Exception {
    server.script("m", Script.tokens(3).timestamps().rate(200));
    Instant before = Instant.now();

    JsonNode first = delta(List.of(complete("m", true).body().split("\n\n", -1)).get(1));

    long micros = Long.parseLong(first.path("content").asText());
    assertTrue(micros >= ChronoUnit.MICROS.between(Instant.EPOCH, before), first.toString());
  }

  private static JsonNode delta(String event) throws IOException {
    return choice(event).path("delta");
  }

  private static JsonNode choice(String event) throws IOException {
    return json(event).path("choices").path(0);
  }

  private static JsonNode json(String event) throws IOException {
    return Json.MAPPER.readTree(event.substring("data: ".length()));
  }

  private HttpResponse<String> complete(String model, boolean stream) throws Exception {
    return post(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"stream\":%s,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"Say this\"}]}"
            .formatted(model, stream));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString()).body();
  }

  private URI at(String path) {
    return server.baseUrl().resolve(path);
  }
}

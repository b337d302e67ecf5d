package io.parley.chatbatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.ApiClient.Answer;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatBatchIT {
  private static final String PATH = "/api/chat_batch";

  private final ParleyNode parley = TestBed.node();
  private final OpenAiServer models = TestBed.models();
  private final ApiClient ada = ApiClient.guest(parley, "Ada");

  @AfterEach
  void letAllModelsEcho() {
    TestBed.MODELS.forEach(model -> models.script(model, Script.echo()));
  }

  @Test
  void aQuestionIsAnsweredAsText() {
    Answer answer =
        ada.post(
            PATH,
            Map.of(
                "message", "Hello there",
                "model", "test/alpha",
                "temperature", 0.5,
                "system_prompt", "Be brief."));

    assertEquals(200, answer.status(), answer.response().body());
    assertEquals("Hello there", answer.response().body());
    assertEquals(Optional.of("test/alpha"), answer.header("X-Parley-Model"));
    assertEquals(Optional.empty(), answer.header("X-Parley-Cache"));
    assertTrue(answer.header("Content-Type").orElse("").startsWith("text/plain"));
    RecordedRequest asked = models.lastRequest();
    assertEquals(List.of("system: Be brief.", "user: Hello there"), asked.messages());
    assertEquals(0.5, asked.body().path("temperature").asDouble());
  }

  @Test
  void theFirstWordsArriveBeforeTheLastAreThere() throws Exception {
    models.script("slow", Script.text("one two").stallAfter(1, Script.FOREVER));

    HttpResponse<InputStream> response = stream("test/slow");
    try (InputStream body = response.body()) {
      assertEquals("one", new String(body.readNBytes(3), StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatIsWrongWithAQuestionIsSaid() {
    refused(400, "invalid_request", Map.of());
    refused(400, "invalid_request", Map.of("message", " "));
    refused(400, "invalid_request", Map.of("message", "x", "temperature", 3));
    refused(400, "invalid_request", Map.of("message", "x", "top_p", 0));
    refused(400, "unknown_model", Map.of("message", "x", "model", "nobody/nothing"));
    refused(413, "too_large", Map.of("message", "x".repeat(16_385)));
    assertEquals(401, ApiClient.nobody(parley).post(PATH, Map.of("message", "x")).status());
  }

  private void refused(int status, String code, Map<String, Object> question) {
    Answer answer = ada.post(PATH, question);
    assertEquals(status, answer.status(), question.keySet().toString());
    assertEquals(code, answer.code());
  }

  @Test
  void aProviderThatCannotAnswerIsAProblem() {
    models.script("breaks", Script.error(500, "server_error", "Our secret trouble"));
    refused(502, "provider_unavailable", Map.of("message", "x", "model", "test/breaks"));

    models.script("breaks", Script.error(400, "context_length_exceeded", "too long"));
    refused(400, "invalid_request", Map.of("message", "x", "model", "test/breaks"));
  }

  @Test
  void theWordsOfAModelThatDeclinesAreItsAnswer() {
    models.script(
        "breaks",
        Script.chunks(
            "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I would rather not.\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
    Answer answer = ada.post(PATH, Map.of("message", "x", "model", "test/breaks"));
    assertEquals("I would rather not.", answer.response().body());
  }

  @Test
  void whatAFilterWithheldIsNoProperEnd() throws Exception {
    models.script("breaks", Script.text("one two").finishReason("content_filter"));
    HttpResponse<InputStream> response = stream("test/breaks");
    try (InputStream body = response.body()) {
      assertThrows(IOException.class, body::readAllBytes);
    }
  }

  @Test
  void afterTheFirstWordAFailureIsNoProperEnd() throws Exception {
    models.script("breaks", Script.text("one two three").rate(20).endAfter(2));

    HttpResponse<InputStream> response = stream("test/breaks");

    assertEquals(200, response.statusCode());
    try (InputStream body = response.body()) {
      assertEquals("one two", new String(body.readNBytes(7), StandardCharsets.UTF_8));
      assertThrows(IOException.class, body::read);
    }
    Answer next = ada.post(PATH, Map.of("message", "well again", "model", "test/alpha"));
    assertEquals("well again", next.response().body());
  }

  @Test
  void whoLeavesBeforeTheFirstWordGivesTheAnswerUp() throws Exception {
    models.script("silent", Script.text("never").stallFirst(Script.FOREVER));
    try (HttpClient http = HttpClient.newHttpClient()) {
      var sent = http.sendAsync(request("test/silent"), BodyHandlers.ofString());
      Await.until("the model is asked", () -> models.lastRequest().model().equals("silent"));
      RecordedRequest asked = models.lastRequest();
      assertFalse(asked.closedByClient().isDone());

      sent.cancel(true);

      asked.closedByClient().get(2, TimeUnit.SECONDS);
      http.shutdownNow();
    }
  }

  @Test
  void whoLeavesInTheMiddleGivesTheAnswerUp() throws Exception {
    models.script("slow", Script.tokens(1_000_000).rate(50));

    HttpResponse<InputStream> response = stream("test/slow");
    response.body().readNBytes(3);
    RecordedRequest asked = models.lastRequest();
    response.body().close();

    asked.closedByClient().get(2, TimeUnit.SECONDS);
  }

  @Test
  void anIdenticalQuestionMayHaveTheSameAnswer() {
    Map<String, Object> question =
        Map.of(
            "message",
            "Say this " + UUID.randomUUID(),
            "model",
            "test/beta",
            "temperature",
            0,
            "cache",
            true);

    Answer first = ada.post(PATH, question);
    int asked = models.requests().size();
    Answer second = ada.post(PATH, question);

    assertEquals(Optional.of("miss"), first.header("X-Parley-Cache"));
    assertEquals(Optional.of("hit"), second.header("X-Parley-Cache"));
    assertEquals(first.response().body(), second.response().body());
    assertEquals(Optional.of("test/beta"), second.header("X-Parley-Model"));
    assertEquals(asked, models.requests().size());
  }

  @Test
  void theModelsOfOneProviderCanBeListed() {
    Await.until(
        "the models are known",
        () -> ada.get("/api/models?provider=test").body().path("models").size() > 0);
    ada.get("/api/models?provider=test")
        .body()
        .path("models")
        .forEach(model -> assertEquals("test", model.path("provider").asText()));
    assertEquals(0, ada.get("/api/models?provider=nobody").body().path("models").size());
    assertTrue(ada.get("/api/models").body().toString().contains("demo/guide"));
  }

  private HttpResponse<InputStream> stream(String model) throws Exception {
    return HttpClient.newHttpClient().send(request(model), BodyHandlers.ofInputStream());
  }

  private HttpRequest request(String model) {
    return HttpRequest.newBuilder(parley.url().resolve(PATH))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + ada.token().orElseThrow())
        .timeout(Duration.ofSeconds(20))
        .POST(BodyPublishers.ofString(Json.write(Map.of("message", "x", "model", model))))
        .build();
  }
}

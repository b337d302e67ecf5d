package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.ApiClient.Answer;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/// A node as an operator sets it up with keys: two known providers and what happens when they fail.
class ProvidersIT {
  private static final String OPENAI_KEY = "sk-the-very-secret-one";
  private static final String GROQ_KEY = "gsk-another-secret";
  private static final String AZURE_KEY = "azure-the-third-secret";
  private static final OpenAiServer OPENAI = OpenAiServer.start();
  private static final OpenAiServer GROQ = OpenAiServer.start();
  private static final OpenAiServer LAB = OpenAiServer.start();
  private static final OpenAiServer AZURE = OpenAiServer.start();

  private static ParleyNode parley;
  private static ApiClient ada;

  @BeforeAll
  static void start() {
    OPENAI.requireKey(OPENAI_KEY);
    GROQ.requireKey(GROQ_KEY);
    for (String model : List.of("gpt", "busy", "ill")) {
      OPENAI.script(model, Script.text("I am " + model));
    }
    GROQ.script("llama", Script.text("I stand in"));
    LAB.listModels("<!doctype html><title>Sign in</title>");
    AZURE.serveAt("/openai/deployments/gpt");
    AZURE.script("gpt", Script.text("I am az"));
    parley = TestBed.startNode("providers", environment());
    ada = ApiClient.guest(parley, "Ada");
    Await.until(
        "the models are known",
        () -> ada.get("/api/models?provider=groq").body().path("models").size() > 0);
  }

  private static Map<String, String> environment() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "OPENAI_API_KEY",
                OPENAI_KEY,
                "OPENAI_BASE_URL",
                OPENAI.baseUrl().toString(),
                "GROQ_API_KEY",
                GROQ_KEY,
                "GROQ_BASE_URL",
                GROQ.baseUrl().toString(),
                "MODEL_NAME",
                "openai/gpt",
                "PARLEY_LLM_PROVIDERS_OPENAI_FALLBACK",
                "groq/llama",
                "PARLEY_LLM_BREAKER_FAILURES",
                "2",
                "PARLEY_LOGGING_TRACE",
                "*=info:io.parley.llm.*=fine"));
    environment.put(
        "PARLEY_LLM_PROVIDERS_AZ_BASE_URL", AZURE.baseUrl() + "/?api-version=2024-10-21");
    environment.put("PARLEY_LLM_PROVIDERS_AZ_HEADERS_API_KEY", AZURE_KEY);
    environment.put("PARLEY_LLM_PROVIDERS_AWAY_BASE_URL", "http://user:" + AZURE_KEY + "@my_host");
    environment.put("PARLEY_LLM_PROVIDERS_AWAY_MODELS", "gone");
    environment.put("PARLEY_LLM_PROVIDERS_LAB_BASE_URL", LAB.baseUrl().toString());
    return environment;
  }

  @AfterAll
  static void stop() throws IOException {
    parley.close();
    OPENAI.close();
    GROQ.close();
    LAB.close();
    AZURE.close();
  }

  @Test
  void aSickProviderIsSeenAndTheNodeStaysReady() {
    assertEquals("I am gpt", ask("openai/gpt").response().body());
    assertEquals("closed", state("openai"));

    OPENAI.script("ill", Script.error(500, "server_error", "Incorrect API key: " + OPENAI_KEY));
    for (int n = 0; n < 2; n++) {
      Answer answer = ask("openai/ill");
      assertEquals("I stand in", answer.response().body());
      assertEquals(Optional.of("groq/llama"), answer.header("X-Parley-Model"));
    }

    assertEquals("closed", state("openai"), "its other models are asked");
    assertEquals("1", state("openai.open_models"));
    assertEquals("closed", state("groq"));
    assertEquals("I am gpt", ask("openai/gpt").response().body());
    assertEquals(200, ada.get("/health/ready").status());
    String metrics = ada.get("/metrics").response().body();
    assertTrue(
        metrics.matches("(?s).*parley_llm_open_models\\{[^}]*provider=\"openai\"[^}]*} 1.*"));
    assertTrue(metrics.contains("parley_llm_fallbacks_total{"), "fallbacks are counted");

    assertNoKey(metrics + ada.get("/health").response().body());
    assertNoKey(ada.get("/api/models").response().body());
    assertNoKey(ada.get("/").response().body());
    assertNoKey(log());
  }

  @Test
  void anOperatorSeesWhyAProviderOffersNothing() {
    JsonNode lab = provider("lab");
    assertFalse(lab.path("available").asBoolean());
    assertTrue(lab.path("problem").asText().contains("web page"), lab.toString());
    assertTrue(provider("groq").path("available").asBoolean());
    assertTrue(provider("ollama").isMissingNode(), "nobody has set it up");
    assertEquals(lab.path("problem").asText(), state("lab.problem"));
    assertEquals(200, ada.get("/health/ready").status());
    String said = "The provider lab: " + lab.path("problem").asText();
    assertEquals(1, log().split(Pattern.quote(said), -1).length - 1, "it is said once");
  }

  @Test
  void aModelTypedByHandIsTried() {
    GROQ.script("typed/by-hand", Script.text("I am not in the list"));
    assertEquals("I am not in the list", ask("groq/typed/by-hand").response().body());
    LAB.script("typed", Script.text("I work"));
    assertEquals("I work", ask("lab/typed").response().body());
    assertEquals(400, ask("groq/nothing").status());
    assertEquals(400, ask("nobody/typed").status());
  }

  @Test
  void whatAModelRefusesIsLeftOutAndShown() {
    String refusal = "{\"error\":{\"message\":\"Unsupported parameter: 'temperature'\"}}";
    GROQ.script("llama", Script.text("I stand in").refusing("temperature", 400, refusal));
    Answer answer =
        ada.post(
            "/api/chat_batch",
            Map.of("message", "Hello", "model", "groq/llama", "temperature", 0.5, "effort", "low"));
    assertEquals("I stand in", answer.response().body());
    assertEquals(Optional.of("temperature"), answer.header("X-Parley-Omitted-Parameters"));
    assertEquals("low", GROQ.lastRequest().body().path("reasoning_effort").asText());
    JsonNode capabilities =
        StreamSupport.stream(
                ada.get("/api/models?provider=groq").body().path("models").spliterator(), false)
            .filter(model -> model.path("id").asText().equals("groq/llama"))
            .findFirst()
            .orElseThrow()
            .path("capabilities");
    assertFalse(capabilities.path("temperature").asBoolean(true), capabilities.toString());
    assertEquals("max_completion_tokens", capabilities.path("max_tokens_parameter").asText());
    try (RedisClient redis =
        RedisClient.create(TestBed.services().environment().get("PARLEY_REDIS_URL"))) {
      Await.until(
          "other nodes can read it",
          () -> redis.hgetAll("parley:model-refusals").toString().contains("groq/llama"));
    }
  }

  @Test
  void aListThatHasNotChangedIsNotSentAgain() throws Exception {
    HttpResponse<byte[]> first = models("Accept-Encoding", "gzip");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertEquals(Optional.of("gzip"), first.headers().firstValue("Content-Encoding"));
    assertEquals(Optional.of("private, no-cache"), first.headers().firstValue("Cache-Control"));
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(first.body()))) {
      assertTrue(Json.MAPPER.readTree(plain).path("models").size() > 1);
    }
    HttpResponse<byte[]> second = models("If-None-Match", tag);
    assertEquals(304, second.statusCode());
    assertEquals(0, second.body().length);
    assertEquals(200, models("If-None-Match", "W/\"another\"").statusCode());
  }

  private static HttpResponse<byte[]> models(String header, String value) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(parley.url("/api/models?provider=openai"))
              .header(header, value)
              .build(),
          BodyHandlers.ofByteArray());
    }
  }

  private static JsonNode provider(String name) {
    for (JsonNode provider : ada.get("/api/models").body().path("providers")) {
      if (provider.path("name").asText().equals(name)) {
        return provider;
      }
    }
    return Json.MAPPER.missingNode();
  }

  @Test
  void theListsAreInRedisForAllNodesForATime() {
    try (RedisClient redis =
        RedisClient.create(TestBed.services().environment().get("PARLEY_REDIS_URL"))) {
      Set<String> keys = redis.keys("parley:models:groq:*");
      String list = keys.stream().filter(key -> !key.endsWith(":asking")).findFirst().orElseThrow();

      assertTrue(redis.get(list).contains("groq/llama"));
      assertTrue(redis.ttl(list) > 0);
      assertNoKey(redis.get(list) + keys);
    }
  }

  @Test
  void anAddressWithAQueryAndAHeaderIsEnoughForAzure() {
    assertEquals("I am az", ask("az/gpt").response().body());
    RecordedRequest request = AZURE.lastRequest();
    assertEquals(Optional.of(AZURE_KEY), request.header("api-key"));
    assertEquals("/openai/deployments/gpt/chat/completions?api-version=2024-10-21", request.path());
  }

  @Test
  void aProviderWithAWrongAddressIsInTheLogAndStopsNobody() {
    assertTrue(ask("away/gone").status() >= 400);
    String problem = "The provider away cannot be asked: parley.llm.providers.away.base-url";
    assertTrue(log().contains(problem), log());
    assertFalse(log().contains(AZURE_KEY), "a key is seen");
    assertEquals("I am az", ask("az/gpt").response().body());
  }

  private static String log() {
    try {
      return Files.readString(parley.log());
    } catch (IOException e) {
      throw new AssertionError("no log", e);
    }
  }

  private static void assertNoKey(String text) {
    assertFalse(text.isEmpty());
    assertFalse(text.contains(OPENAI_KEY), "a key is seen");
    assertFalse(text.contains(GROQ_KEY), "a key is seen");
  }

  private static String state(String provider) {
    for (JsonNode check : ada.get("/health/ready").body().path("checks")) {
      if (check.path("name").asText().equals("providers")) {
        assertEquals("UP", check.path("status").asText());
        return check.path("data").path(provider).asText();
      }
    }
    throw new AssertionError("no check of the providers");
  }

  private static Answer ask(String model) {
    return ada.post("/api/chat_batch", Map.of("message", "Who are you?", "model", model));
  }
}

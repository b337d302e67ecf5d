package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What passes through `/v1/chat/completions`, byte by byte.
class ChatCompletionsIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final OpenAiServer MODELS = TestBed.models();
  private static final String QUESTION = "How do I start Parley?";
  private static final V1Client CLIENT = V1Client.with(PARLEY);

  /// The promise; a busy machine gets no more.
  private static final Duration TO_LEAVE = Duration.ofMillis(500);

  @AfterEach
  void echoAgain() {
    TestBed.MODELS.forEach(model -> MODELS.script(model, Script.echo()));
  }

  @Test
  void theProviderGetsTheRequestAsItCame() {
    String request =
        """
        {"model":"test/alpha","messages":[{"role":"user","content":[{"type":"text","text":"hi"},\
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}],
         "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
         "tool_choice":"auto","response_format":{"type":"json_object"},"n":2,"unheard_of":{"a":[1.50]}}\
        """;
    V1Client.Answer answer = CLIENT.post("/chat/completions", request);
    assertEquals(200, answer.status());
    assertEquals("test/alpha", answer.json().path("model").asText());
    assertEquals("hi", answer.json().at("/choices/0/message/content").asText());
    RecordedRequest seen = MODELS.lastRequest();
    assertEquals(V1Client.parse(request.replace("test/alpha", "alpha")), seen.body());
    assertEquals(Optional.empty(), seen.header("authorization").filter(CLIENT.key()::contains));
  }

  @Test
  void anAnswerIsStreamedAsItCameWithOurNameForTheModel() {
    String chunk =
        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\","
            + "\"odd\" : [1.50,\"\\\"model\\\":\\\"x\\\"\"],\"choices\":[{\"index\":0,\"delta\":"
            + "{\"role\":\"assistant\",\"content\":\"Grüße 🙂\"},\"finish_reason\":\"stop\"}]}";
    MODELS.scriptNext("beta", Script.chunks(chunk.formatted("beta")));
    V1Client.Answer answer =
        CLIENT.post("/chat/completions", chat("test/beta", "hi", Map.of("stream", true)));
    assertEquals(200, answer.status());
    assertTrue(answer.header("content-type").orElse("").startsWith("text/event-stream"));
    assertEquals(List.of(chunk.formatted("test/beta"), "[DONE]"), answer.events());
  }

  @Test
  void usageIsStreamedWhereItIsAskedFor() {
    Map<String, Object> asked =
        Map.of("stream", true, "stream_options", Map.of("include_usage", true));
    V1Client.Answer answer =
        CLIENT.post("/chat/completions", chat("test/alpha", "one two three", asked));
    assertEquals("one two three", answer.text());
    JsonNode last = V1Client.parse(answer.events().get(answer.events().size() - 2));
    assertEquals(3, last.at("/usage/completion_tokens").asInt());
  }

  @Test
  void howeverTheProviderCutsItsAnswerItArrivesWhole() {
    for (Script script :
        List.of(
            Script.tokens(50).pieces(7),
            Script.tokens(50).dressed(),
            Script.tokens(50).withoutDone(),
            Script.tokens(50).reasoning("hm").dressed().pieces(3))) {
      MODELS.scriptNext("gamma", script);
      V1Client.Answer answer =
          CLIENT.post("/chat/completions", chat("test/gamma", "hi", Map.of("stream", true)));
      assertEquals(
          String.join(" ", IntStream.range(0, 50).mapToObj(Integer::toString).toList()),
          answer.text());
      assertEquals("[DONE]", answer.events().getLast());
    }
  }

  /// An answer that ended so used to end without a word: as if its reader had left.
  @Test
  void whatAProviderSendsTooMuchOfIsAFailureThatIsTold() throws Exception {
    long before = cancelled();
    String large = "{\"x\":\"" + "x".repeat(9 * 1024 * 1024) + "\"}";
    MODELS.scriptNext("gamma", Script.tokens(9).eventAfter(3, large));
    V1Client.Answer begun = stream("test/gamma");
    assertEquals("0 1 2", begun.text());
    assertEquals(
        "answer_too_large", V1Client.parse(begun.events().getLast()).at("/error/code").asText());
    answers(); // so that the provider does not count as ill
    MODELS.scriptNext("gamma", Script.tokens(9).eventAfter(0, large));
    assertRefused(502, "answer_too_large", stream("test/gamma"));
    answers();
    MODELS.scriptNext("gamma", Script.text("x".repeat(33 * 1024 * 1024)));
    assertRefused(
        502,
        "answer_too_large",
        CLIENT.post("/chat/completions", chat("test/gamma", "hi", Map.of())));
    answers();
    assertEquals(before, cancelled(), "nobody has left");
  }

  private static long cancelled() throws Exception {
    return PARLEY
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("parley_llm_generations_total"))
        .filter(line -> line.contains("\"test\"") && line.contains("\"cancelled\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void picturesAndLongAnswersArriveWhole() {
    String picture = "x".repeat(5 * 1024 * 1024);
    MODELS.scriptNext("gamma", Script.text(picture));
    assertEquals(picture, stream("test/gamma").text());
    String answer = "x".repeat(18 * 1024 * 1024);
    MODELS.scriptNext("gamma", Script.text(answer));
    V1Client.Answer whole = CLIENT.post("/chat/completions", chat("test/gamma", "hi", Map.of()));
    assertEquals(answer, whole.json().at("/choices/0/message/content").asText());
    assertEquals("test/gamma", whole.json().path("model").asText());
  }

  /// The caller's client waits for nothing but this.
  @Test
  void anAnswerIsOverAtDoneWhateverTheConnectionDoes() {
    long begin = System.nanoTime();
    for (Script script :
        List.of(
            Script.tokens(3).leftOpen(),
            Script.tokens(3).withoutDone().leftOpen(),
            Script.tokens(3).encoded("gzip").leftOpen())) {
      MODELS.scriptNext("gamma", script);
      V1Client.Answer answer = stream("test/gamma");
      assertEquals("0 1 2", answer.text());
      assertEquals("[DONE]", answer.events().getLast());
    }
    assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(10), "in good time");
  }

  @Test
  void commentsReachTheCallerBeforeTheFirstTokenAndAfterIt() {
    for (int after : new int[] {-1, 2}) {
      MODELS.scriptNext("gamma", Script.tokens(3).commentsAfter(after, 8, Duration.ofMillis(200)));
      V1Client.Answer answer = stream("test/gamma");
      assertEquals("0 1 2", answer.text());
      assertTrue(answer.response().body().contains(": waiting\n"), answer.response().body());
    }
  }

  private static V1Client.Answer stream(String model) {
    return CLIENT.post("/chat/completions", chat(model, "hi", Map.of("stream", true)));
  }

  private static void answers() {
    assertEquals(
        200, CLIENT.post("/chat/completions", chat("test/alpha", "hi", Map.of())).status());
  }

  @Test
  void refusalsHaveTheShapeAndTheStatusOfOpenAi() {
    assertRefused(401, "invalid_api_key", new V1Client(PARLEY, "pk-wrong").get("/models"));
    assertRefused(404, "model_not_found", complete("test/none"));
    assertRefused(404, "model_not_found", complete("gpt-4o"));
    assertRefused(400, "invalid_request", CLIENT.post("/chat/completions", "{"));
    assertRefused(404, "unknown_url", CLIENT.get("/nothing"));
    assertRefused(405, "method_not_allowed", CLIENT.get("/chat/completions"));
    String long9 = "x".repeat(9 * 1024 * 1024);
    assertRefused(
        413, "too_large", CLIENT.post("/chat/completions", chat("test/alpha", long9, Map.of())));
  }

  /// Each would be held until it is answered: there is room for some at a time, and it comes back.
  @Test
  void manyLargeRequestsAreAnsweredOrToldToWait() throws Exception {
    String large = "x".repeat(5 * 1024 * 1024);
    MODELS.script("gamma", Script.text("ok").stallFirst(Duration.ofSeconds(4)));
    List<String> statuses;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> asked =
          IntStream.range(0, 20)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    V1Client.Answer answer =
                        CLIENT.post("/chat/completions", chat("test/gamma", large, Map.of()));
                    return answer.status() + answer.header("retry-after").orElse("");
                  }))
              .toList();
      statuses = new ArrayList<>();
      for (Future<String> one : asked) {
        statuses.add(one.get());
      }
    }
    assertEquals(Set.of("200", "5035"), Set.copyOf(statuses), statuses.toString());
    assertEquals(
        200, CLIENT.post("/chat/completions", chat("test/alpha", large, Map.of())).status());
  }

  @Test
  void aKeyIsGoodForItsScopesAndItsModels() {
    V1Client lister = V1Client.with(PARLEY, Map.of("name", "l", "scopes", List.of("models")));
    assertEquals(200, lister.get("/models").status());
    assertRefused(
        403,
        "insufficient_permissions",
        lister.post("/chat/completions", chat("test/alpha", "hi", Map.of())));

    V1Client alpha = V1Client.with(PARLEY, Map.of("name", "a", "models", List.of("test/al*")));
    assertEquals(200, alpha.post("/chat/completions", chat("test/alpha", "hi", Map.of())).status());
    assertRefused(
        404, "model_not_found", alpha.post("/chat/completions", chat("test/beta", "hi", Map.of())));
    assertEquals(1, alpha.get("/models").json().path("data").size());
    assertEquals(200, alpha.get("/models/test/alpha").status());
    assertEquals(200, alpha.get("/models/test%2Falpha").status());
    assertEquals(404, alpha.get("/models/test/beta").status());
  }

  @Test
  void whatAProviderRefusesIsTold() {
    MODELS.scriptNext(
        "beta", Script.error(400, "invalid_schema", "Invalid schema for response_format"));
    V1Client.Answer wrong = complete("test/beta");
    assertRefused(400, "invalid_schema", wrong);
    assertTrue(wrong.response().body().contains("Invalid schema for response_format"));

    MODELS.scriptNext("beta", Script.error(400, "odd", "Bad key sk-abcdef123456 in your request"));
    assertFalse(complete("test/beta").response().body().contains("abcdef"));

    MODELS.scriptNext("beta", Script.error(401, "invalid_api_key", "Bad key sk-abcdef123456"));
    V1Client.Answer ours = complete("test/beta");
    assertRefused(502, "provider_unauthorized", ours);
    assertFalse(ours.response().body().contains("abcdef"));
  }

  @Test
  void aBusyProviderIsA429WithItsTimeToWait() {
    try (ParleyNode calm = TestBed.startNode("v1-busy", Map.of())) {
      MODELS.scriptNext("beta", Script.error(429, "rate_limit", "Slow down").retryAfter("1.5"));
      V1Client.Answer busy =
          V1Client.with(calm)
              .post("/chat/completions", chat("test/beta", "hi", Map.of("stream", true)));
      assertRefused(429, "rate_limit_exceeded", busy);
      assertEquals(Optional.of("2"), busy.header("retry-after"));
    }
  }

  @Test
  void aFailureInMidStreamIsItsLastEvent() {
    for (Script script :
        List.of(
            Script.tokens(9).resetAfter(3),
            Script.tokens(9).endAfter(3),
            Script.tokens(9).errorAfter(3, "server_error", "sk-secret123"))) {
      MODELS.scriptNext("breaks", script);
      V1Client.Answer answer =
          CLIENT.post("/chat/completions", chat("test/breaks", "hi", Map.of("stream", true)));
      assertEquals(200, answer.status());
      assertEquals("0 1 2", answer.text());
      JsonNode last = V1Client.parse(answer.events().getLast());
      assertTrue(last.at("/error/message").isTextual(), last.toString());
      assertFalse(last.toString().contains("secret"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat/completions", "responses"})
  void whoLeavesEndsTheProvidersWorkWhateverItsStage(String call) throws Exception {
    Map<String, Script> stages =
        Map.of(
            "before the first byte", Script.tokens(9).stallFirst(Script.FOREVER),
            "after the role", Script.tokens(9).stallAfterRole(Script.FOREVER),
            "between tokens", Script.tokens(9).stallAfter(3, Script.FOREVER),
            "while it streams", Script.tokens(100_000).rate(50));
    for (Map.Entry<String, Script> stage : stages.entrySet()) {
      for (boolean streamed : new boolean[] {true, false}) {
        if (streamed || stage.getKey().equals("before the first byte")) {
          leaveAt(call, stage.getKey(), stage.getValue(), streamed);
        }
      }
    }
  }

  @Test
  void theGuideAnswersInTheSameShapes() {
    V1Client.Answer whole = complete("demo/guide");
    assertEquals(200, whole.status());
    assertEquals("chat.completion", whole.json().path("object").asText());
    assertEquals("demo/guide", whole.json().path("model").asText());
    assertFalse(whole.json().at("/choices/0/message/content").asText().isBlank());
    assertEquals("stop", whole.json().at("/choices/0/finish_reason").asText());

    V1Client.Answer streamed =
        CLIENT.post("/chat/completions", chat("demo/guide", QUESTION, Map.of("stream", true)));
    assertEquals(whole.json().at("/choices/0/message/content").asText(), streamed.text());
    assertEquals("[DONE]", streamed.events().getLast());
    assertRefused(
        400,
        "unsupported_parameter",
        CLIENT.post("/chat/completions", chat("demo/guide", "hi", Map.of("n", 2))));
  }

  @Test
  void anotherModelAnswersWhereOneCannotAndNoneAfterTheFirstToken() {
    try (ParleyNode chained =
        // Each failure is to be met by a request, so no breaker may open in between.
        TestBed.startNode(
            "v1-chain",
            Map.of("PARLEY_LLM_FALLBACK", "test/gamma", "PARLEY_LLM_BREAKER_FAILURES", "100"))) {
      V1Client client = V1Client.with(chained);
      for (boolean stream : new boolean[] {true, false}) {
        MODELS.scriptNext("beta", Script.error(500, "server_error", "no"));
        V1Client.Answer answer =
            client.post("/chat/completions", chat("test/beta", "hi", Map.of("stream", stream)));
        assertEquals(200, answer.status());
        JsonNode told = stream ? V1Client.parse(answer.events().getFirst()) : answer.json();
        assertEquals("test/gamma", told.path("model").asText());
      }
      String error = "{\"object\":\"error\",\"message\":\"no\"}";
      for (Map.Entry<Script, Boolean> noAnswer :
          Map.of(
                  Script.answer("{\"error\":{\"code\":429}}"), false,
                  Script.answer("{\"choices\":null}"), false,
                  Script.answer("<p>Busy</p>").contentType("text/html"), false,
                  Script.raw("data: " + error + "\n\ndata: [DONE]\n\n"), true,
                  Script.raw("event: error\ndata: Overloaded\n\n"), true,
                  Script.raw("data: [DONE]\n\n"), true,
                  Script.raw(error).commentsFirst(8, Duration.ofMillis(200)), true)
              .entrySet()) {
        MODELS.scriptNext("beta", noAnswer.getKey());
        V1Client.Answer answer =
            client.post(
                "/chat/completions",
                chat("test/beta", "hi", Map.of("stream", noAnswer.getValue())));
        assertEquals(200, answer.status(), noAnswer.toString());
        assertTrue(answer.response().body().contains("test/gamma"), answer.response().body());
      }
      MODELS.scriptNext("beta", Script.tokens(9).resetAfter(3));
      V1Client.Answer broken =
          client.post("/chat/completions", chat("test/beta", "hi", Map.of("stream", true)));
      assertEquals("0 1 2", broken.text());
      assertTrue(broken.events().getLast().contains("\"error\""));
    }
  }

  /// The door lets foreign pages write under `/v1`, where no cookie counts. An address that only
  /// looks like one must not open the rest.
  @Test
  void noAddressLeadsAroundTheCheckOfOrigins() {
    for (String path :
        List.of("/v1/..%2fapi/guests", "/v1/%2e%2e/api/guests", "/v1/x%2f..%2f..%2fapi/guests")) {
      V1Client.Answer answer =
          V1Client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PARLEY.port() + path))
                  .header("Origin", "https://evil.example")
                  .header("Cookie", "parley_guest=x")
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertTrue(answer.status() >= 400, path + ": " + answer.response().body());
    }
  }

  @Test
  void pagesOfOtherSitesMayCallOnlyWhereThatIsConfigured() {
    Map<String, String> preflight =
        Map.of(
            "Origin", "https://app.example",
            "Access-Control-Request-Method", "POST",
            "Access-Control-Request-Headers", "authorization,x-stainless-os");
    V1Client.Answer closed = CLIENT.send("OPTIONS", "/chat/completions", preflight);
    assertEquals(Optional.empty(), closed.header("access-control-allow-origin"));
    try (ParleyNode open =
        TestBed.startNode(
            "v1-cors", Map.of("PARLEY_OPENAI_ALLOWED_ORIGINS", "https://app.example"))) {
      V1Client client = V1Client.with(open);
      V1Client.Answer answer = client.send("OPTIONS", "/chat/completions", preflight);
      assertEquals(204, answer.status());
      assertEquals(
          Optional.of("https://app.example"), answer.header("access-control-allow-origin"));
      assertEquals(
          Optional.of("authorization,x-stainless-os"),
          answer.header("access-control-allow-headers"));
      assertEquals(
          Optional.of("https://app.example"),
          client
              .send("GET", "/models", Map.of("Origin", "https://app.example"))
              .header("access-control-allow-origin"));
      assertEquals(
          Optional.empty(),
          client
              .send("GET", "/models", Map.of("Origin", "https://evil.example"))
              .header("access-control-allow-origin"));
    }
  }

  private static void leaveAt(String call, String stage, Script script, boolean streamed)
      throws Exception {
    MODELS.scriptNext("slow", script);
    int before = MODELS.requests().size();
    String body =
        "{\"model\":\"test/slow\",\"stream\":%s,%s}"
            .formatted(
                streamed,
                call.equals("responses")
                    ? "\"input\":\"x\""
                    : "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]");
    Instant left;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PARLEY.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /v1/"
                      + call
                      + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                      + CLIENT.key()
                      + "\r\nContent-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      Await.until("the provider is asked", () -> MODELS.requests().size() > before);
      if (stage.equals("between tokens") || stage.equals("while it streams")) {
        awaitBytes(socket);
      }
      left = Instant.now();
    }
    RecordedRequest asked = MODELS.lastRequest();
    Await.until(stage + ": the provider is left", asked.closedByClient()::isDone);
    Instant closed = asked.closedByClient().get(10, TimeUnit.SECONDS);
    Duration took = Duration.between(left, closed);
    assertTrue(took.compareTo(TO_LEAVE) < 0, stage + ", streamed: " + streamed + ": took " + took);
  }

  private static void awaitBytes(Socket socket) throws IOException {
    StringBuilder seen = new StringBuilder();
    byte[] buffer = new byte[4096];
    while (!seen.toString().contains("\" 2\"")) {
      int read = socket.getInputStream().read(buffer);
      seen.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
    }
  }

  private static V1Client.Answer complete(String model) {
    return CLIENT.post("/chat/completions", chat(model, QUESTION, Map.of()));
  }

  private static Map<String, Object> chat(String model, String text, Map<String, Object> more) {
    var request = new java.util.HashMap<String, Object>(more);
    request.put("model", model);
    request.put("messages", List.of(Map.of("role", "user", "content", text)));
    return request;
  }

  private static void assertRefused(int status, String code, V1Client.Answer answer) {
    String told = answer.response().body();
    assertEquals(status, answer.status(), told);
    JsonNode error = answer.json().path("error");
    assertEquals(code, error.path("code").asText(), told);
    assertTrue(error.path("message").isTextual() && error.has("type") && error.has("param"), told);
  }
}

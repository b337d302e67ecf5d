package io.parley.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Endpoint.ApiKey;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.testing.Await;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The provider against a real server that behaves well, badly, or not at all.
class OpenAiProviderTest {
  private static final int EVENT_BYTES = 1024 * 1024;

  private static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));
  private static final Timeouts HASTY =
      new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(150), Duration.ofMillis(150));
  private static final Timeouts IMPATIENT_IN_BETWEEN =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(400));
  private static final String KEY = "sk-very-secret";

  private final OpenAiServer server = OpenAiServer.start();
  private final Heard heard = new Heard();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void anAnswerArrivesPieceByPieceWithItsUsage() throws Exception {
    server.script("m", Script.text("Hello from the other side"));

    generate("m", PATIENT);

    Completed end = assertInstanceOf(Completed.class, heard.end());
    assertEquals("Hello from the other side", heard.text());
    assertEquals(6, heard.events().size(), "five words and an end");
    assertEquals(5, end.usage().orElseThrow().completionTokens());
    assertEquals(FinishReason.STOP, end.reason());
  }

  @Test
  void theFirstWordsArriveWhileTheProviderIsStillSilentAboutTheRest() {
    server.script("m", Script.text("one two").stallAfter(1, Script.FOREVER));

    Generation generation = generate("m", PATIENT);
    Await.until("the first word", () -> heard.text().equals("one"));

    assertFalse(heard.ended());
    generation.cancel();
  }

  @Test
  void theRequestSaysWhatThePromptSays() throws Exception {
    server.requireKey(KEY);
    Endpoint endpoint =
        new Endpoint(
            "test",
            URI.create(server.baseUrl() + "/"),
            Optional.of(new ApiKey(KEY)),
            Map.of("X-Title", "Parley"),
            List.of());
    Prompt prompt =
        new Prompt(
            new ModelId("test", "echo"),
            List.of(
                PromptMessage.system("Be brief."),
                PromptMessage.user("Ada", "Hello"),
                PromptMessage.user("Grace", "Hello too"),
                PromptMessage.assistant("Hello, both"),
                PromptMessage.assistant(" "),
                PromptMessage.user("Ada", "Why?")),
            new Parameters(
                Optional.of(0.2),
                Optional.of(0.9),
                Optional.of(100),
                List.of("END", "\n\n"),
                Optional.of(1L << 40)));

    try (OpenAiProvider provider = provider(endpoint, PATIENT)) {
      provider.generate(prompt, heard);
      heard.end();
    }

    RecordedRequest request = server.lastRequest();
    assertEquals(
        List.of(
            "system: Be brief.",
            "user: Ada: Hello\n\nGrace: Hello too",
            "assistant: Hello, both",
            "user: Ada: Why?"),
        request.messages());
    assertEquals(0.2, request.body().path("temperature").asDouble());
    assertEquals(0.9, request.body().path("top_p").asDouble());
    assertEquals(100, request.body().path("max_tokens").asInt());
    assertEquals("END", request.body().path("stop").path(0).asText());
    assertEquals(1L << 40, request.body().path("seed").asLong());
    assertEquals("echo", request.model());
    assertTrue(request.body().path("stream_options").path("include_usage").asBoolean());
    assertEquals(Optional.of("Bearer " + KEY), request.header("authorization"));
    assertEquals(Optional.of("Parley"), request.header("x-title"));
    assertEquals("Ada: Why?", heard.text());
  }

  @Test
  void whatNobodyChoseIsNotSent() throws Exception {
    generate("echo", PATIENT);
    heard.end();

    for (String field : List.of("temperature", "top_p", "max_tokens", "stop", "seed")) {
      assertFalse(server.lastRequest().body().has(field), field);
    }
    assertEquals(Optional.empty(), server.lastRequest().header("authorization"));
  }

  @Test
  void charactersAndLinesSurviveHoweverTheNetworkCutsThem() throws Exception {
    String text = "Žluťoučký 👩‍👩‍👧 🇨🇿 كلام e\u0301 \"quoted\" {\"error\": {}} \r\n new\tline";
    for (int bytes : List.of(1, 2, 3, 7)) {
      server.script("m", Script.text(text).dressed().pieces(bytes));
      Heard each = new Heard();

      try (OpenAiProvider provider = provider(PATIENT)) {
        provider.generate(prompt("m"), each);
        assertInstanceOf(Completed.class, each.end());
      }

      assertEquals(text, each.text(), bytes + " bytes at a time");
    }
  }

  @Test
  void aVeryLongTokenIsStillOneToken() throws Exception {
    String text = "x".repeat(1_000_000);
    server.script("m", Script.text(text));

    generate("m", PATIENT);

    assertInstanceOf(Completed.class, heard.end());
    assertEquals(text, heard.text());
  }

  @Test
  void thoughtsAreNotPartOfTheAnswer() throws Exception {
    server.script("m", Script.text("42").reasoning("Let me see"));

    generate("m", PATIENT);

    assertInstanceOf(Completed.class, heard.end());
    assertEquals("42", heard.text());
  }

  @Test
  void aModelThatWasCutOffSaysSo() throws Exception {
    server.script("m", Script.text("and so").finishReason("length"));

    generate("m", PATIENT);

    assertEquals(FinishReason.LENGTH, assertInstanceOf(Completed.class, heard.end()).reason());
  }

  @Test
  void anUnknownFinishReasonIsAnEndAsWell() throws Exception {
    server.script("m", Script.text("done").finishReason("brand_new").withoutDone().withoutUsage());

    generate("m", PATIENT);

    assertEquals(new Completed(Optional.empty(), FinishReason.OTHER, List.of()), heard.end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reasoning_content\":\"A plan.\"}",
        "{\"reasoning\":\"A plan.\"}",
        "{\"content\":\"<think>\\nA plan.\\n</think>\\n\\n\"}",
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"A"
            + " plan.\"}]}]}"
      })
  void whatAModelThinksIsToldApartFromWhatItSays(String thought) throws Exception {
    server.script("m", Script.chunks(delta(thought), delta("{\"content\":\"Yes.\"}"), end("stop")));

    generate("m", PATIENT);

    assertInstanceOf(Completed.class, heard.end());
    assertEquals("A plan.", heard.thinking().strip());
    assertEquals("Yes.", heard.text());
  }

  @Test
  void aModelThatOnlyThinksHasGivenNoAnswer() throws Exception {
    server.script("m", Script.chunks(delta("{\"reasoning_content\":\"Hm, hm.\"}"), end("length")));

    generate("m", PATIENT);

    assertEquals(FailureCode.EMPTY_ANSWER, heard.failure().code());
    assertEquals("Hm, hm.", heard.thinking());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "length", "eos"})
  void aModelThatSaysNothingAtAllHasGivenNoAnswer(String reason) throws Exception {
    server.script(
        "m", Script.chunks(delta("{\"role\":\"assistant\",\"content\":\"\"}"), end(reason)));

    generate("m", PATIENT);

    assertEquals(FailureCode.EMPTY_ANSWER, heard.failure().code());
  }

  @Test
  void aModelThatDeclinesDoesSoInItsOwnWords() throws Exception {
    server.script("m", Script.chunks(delta("{\"refusal\":\"I would rather not.\"}"), end("stop")));

    generate("m", PATIENT);

    Completed end = assertInstanceOf(Completed.class, heard.end());
    assertEquals(FinishReason.REFUSAL, end.reason());
    assertEquals(Optional.of("I would rather not."), end.refusal());
  }

  @Test
  void anAnswerThatAFilterWithheldIsNoFailure() throws Exception {
    server.script("m", Script.chunks(end("content_filter")));

    generate("m", PATIENT);

    assertEquals(
        FinishReason.CONTENT_FILTER, assertInstanceOf(Completed.class, heard.end()).reason());
  }

  @Test
  void anEndWithAnErrorIsAFailureAndTheTextStands() throws Exception {
    server.script("m", Script.chunks(delta("{\"content\":\"Half\"}"), end("error")));

    generate("m", PATIENT);

    assertEquals(FailureCode.PROVIDER_ERROR, heard.failure().code());
    assertEquals("Half", heard.text());
  }

  @Test
  void whatOnlyLooksLikeATagIsPartOfTheAnswer() throws Exception {
    server.script("m", Script.chunks(delta("{\"content\":\"<thin\"}"), end("stop")));

    generate("m", PATIENT);

    assertInstanceOf(Completed.class, heard.end());
    assertEquals("<thin", heard.text());
  }

  private static String delta(String delta) {
    return "{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
  }

  private static String end(String reason) {
    return "{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
        + reason
        + "\"}]}";
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(401, "invalid_api_key", "Incorrect API key", "provider_unauthorized"),
        Arguments.of(403, "forbidden", "No access", "provider_unauthorized"),
        Arguments.of(402, "402", "Insufficient credits", "provider_quota_exhausted"),
        Arguments.of(429, "insufficient_quota", "Check your plan", "provider_quota_exhausted"),
        Arguments.of(429, "rate_limit_exceeded", "Slow down", "rate_limited"),
        Arguments.of(404, "model_not_found", "The model `m` does not exist", "model_not_found"),
        Arguments.of(404, "api_error", "model \"m\" not found, try pulling it", "model_not_found"),
        Arguments.of(400, "400", "m is not a valid model ID", "model_not_found"),
        Arguments.of(
            400,
            "context_length_exceeded",
            "This model's maximum context length is 8192 tokens",
            "context_length_exceeded"),
        Arguments.of(
            400,
            "bad_request",
            "Please reduce the length of the messages",
            "context_length_exceeded"),
        Arguments.of(400, "bad_request", "temperature is not valid", "provider_rejected"),
        Arguments.of(500, "server_error", "The model does not exist here", "provider_error"),
        Arguments.of(503, "overloaded", "Overloaded", "provider_error"),
        Arguments.of(302, "moved", "Moved", "provider_error"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorHasAStableCodeAndASentence(int status, String code, String message, String expected)
      throws Exception {
    server.script("m", Script.error(status, code, message));

    generate("m", PATIENT);

    Failed failed = heard.failure();
    assertEquals(expected, failed.code().wire());
    assertFalse(failed.detail().contains(message), "never the provider's own words");
    assertTrue(failed.detail().endsWith("."), failed.detail());
  }

  @Test
  void anErrorThatIsNotJsonIsAnErrorAsWell() throws Exception {
    server.script("m", Script.error(502, "", "").body("<html>Bad gateway</html>"));

    generate("m", PATIENT);

    assertEquals(FailureCode.PROVIDER_ERROR, heard.failure().code());
  }

  @Test
  void aKeyAppearsNowhere() throws Exception {
    server.script("m", Script.error(401, "invalid_api_key", "Incorrect API key: " + KEY));
    Endpoint endpoint =
        new Endpoint(
            "test",
            server.baseUrl(),
            Optional.of(new ApiKey(KEY)),
            Map.of("X-Key", KEY),
            List.of());

    try (OpenAiProvider provider = provider(endpoint, PATIENT)) {
      provider.generate(prompt("m"), heard);
      assertEquals(FailureCode.PROVIDER_UNAUTHORIZED, heard.failure().code());
    }

    assertFalse(heard.failure().toString().contains(KEY));
    assertFalse(endpoint.toString().contains(KEY));
    assertFalse(endpoint.apiKey().toString().contains(KEY));
  }

  @Test
  void aRateLimitTellsWhenToComeBack() throws Exception {
    server.script("m", Script.error(429, "rate_limit_exceeded", "Slow down").retryAfter("7"));

    generate("m", PATIENT);

    assertEquals(Optional.of(Duration.ofSeconds(7)), heard.failure().retryAfter());
  }

  @Test
  void anErrorInMidStreamEndsTheAnswerAndLeavesWhatWasSaid() throws Exception {
    server.script("m", Script.text("one two three").errorAfter(2, "rate_limit_exceeded", "Slow"));

    generate("m", PATIENT);

    assertEquals(FailureCode.RATE_LIMITED, heard.failure().code());
    assertEquals("one two", heard.text());
  }

  @Test
  void aResetConnectionIsABrokenStream() throws Exception {
    server.script("m", Script.text("one two three").rate(50).resetAfter(2));

    generate("m", PATIENT);

    assertEquals(FailureCode.STREAM_BROKEN, heard.failure().code());
    assertTrue("one two".startsWith(heard.text()), heard.text());
  }

  @Test
  void anEndWithoutAFinishReasonIsABrokenStream() throws Exception {
    server.script("m", Script.text("one two three").endAfter(2));

    generate("m", PATIENT);

    assertEquals(FailureCode.STREAM_BROKEN, heard.failure().code());
    assertEquals("one two", heard.text());
  }

  @Test
  void anEventThatIsTooLargeEndsTheAnswerAndGivesItsMemoryBack() throws Exception {
    String large = "{\"x\":\"" + "x".repeat(5 * EVENT_BYTES) + "\"}";
    server.script("m", Script.tokens(9).eventAfter(3, large));
    OpenAiProvider.Room room = OpenAiProvider.Room.of(EVENT_BYTES, EVENT_BYTES);
    try (OpenAiProvider provider = provider(endpoint(server.baseUrl()), PATIENT, room)) {
      for (int n = 0; n < 20; n++) {
        Heard all = new Heard();
        provider.generate(prompt("m"), all);
        assertEquals(FailureCode.ANSWER_TOO_LARGE, all.failure().code());
      }
      Await.until("nothing is held", () -> room.events().taken() == 0);
    }
  }

  @Test
  void aMalformedEventEndsTheAnswerOnce() throws Exception {
    // more than arrives before it is given up: what has arrived whole, leaves a connection to use
    // again
    server.script("m", Script.text("one" + " more".repeat(1_000)).rate(50).malformedAfter(1));

    generate("m", PATIENT);

    assertEquals(FailureCode.MALFORMED_EVENT, heard.failure().code());
    assertEquals("one", heard.text());
    Await.until("the connection is closed", () -> server.openConnections() == 0);
  }

  @Test
  void aWholeAnswerInPlaceOfAStreamIsNotUnderstood() throws Exception {
    server.script("m", Script.text("all at once").unstreamed());

    generate("m", PATIENT);

    assertEquals(FailureCode.MALFORMED_EVENT, heard.failure().code());
  }

  @Test
  void aFirstTokenThatDoesNotComeIsNotWaitedForForever() throws Exception {
    server.script("m", Script.text("never").stallFirst(Script.FOREVER));

    generate("m", HASTY);

    assertEquals(FailureCode.PROVIDER_TIMEOUT, heard.failure().code());
    hungUp();
  }

  @Test
  void theEmptyChunkAtTheBeginningIsNotAFirstToken() throws Exception {
    server.script("m", Script.text("late").stallAfterRole(Duration.ofMillis(800)));

    generate("m", IMPATIENT_IN_BETWEEN);

    assertInstanceOf(Completed.class, heard.end());
    assertEquals("late", heard.text());
  }

  @Test
  void aNextTokenThatDoesNotComeIsNotWaitedForForever() throws Exception {
    server.script("m", Script.text("one two three").stallAfter(2, Script.FOREVER));

    generate("m", IMPATIENT_IN_BETWEEN);

    assertEquals(FailureCode.PROVIDER_TIMEOUT, heard.failure().code());
    assertEquals("one two", heard.text());
    hungUp();
  }

  @Test
  void aSlowReaderIsNotTheProvidersFault() throws Exception {
    server.script("m", Script.text("one two three"));
    CompletableFuture<GenerationEvent> end = new CompletableFuture<>();
    CompletableFuture<Boolean> later = new CompletableFuture<>();

    try (OpenAiProvider provider = provider(IMPATIENT_IN_BETWEEN)) {
      provider.generate(
          prompt("m"),
          event -> {
            if (event instanceof GenerationEvent.End) {
              end.complete(event);
            } else {
              later.join();
            }
          });
      assertThrows(TimeoutException.class, () -> end.get(800, TimeUnit.MILLISECONDS));
      later.complete(true);
      assertInstanceOf(Completed.class, end.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void nobodyThereIsUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    try (OpenAiProvider provider =
        provider(endpoint(URI.create("http://localhost:" + port + "/v1")), PATIENT)) {
      provider.generate(prompt("m"), heard);
      assertEquals(FailureCode.PROVIDER_UNREACHABLE, heard.failure().code());
      ProviderFailure failure = assertThrows(ProviderFailure.class, provider::models);
      assertEquals(FailureCode.PROVIDER_UNREACHABLE, failure.code());
    }
  }

  @Test
  void cancellingBeforeTheFirstByteClosesTheConnectionAtOnce() throws Exception {
    server.script("m", Script.text("never").stallFirst(Script.FOREVER));
    Generation generation = generate("m", PATIENT);
    Await.until("the request is there", () -> !server.requests().isEmpty());

    generation.cancel();

    assertEquals(new Cancelled(), heard.end());
    hungUp();
    assertEquals("", heard.text());
  }

  @Test
  void cancellingInMidStreamClosesTheConnectionAtOnce() throws Exception {
    server.script("m", Script.tokens(1_000_000).rate(200));
    Generation generation = generate("m", PATIENT);
    heard.awaitFirstEvent();

    generation.cancel();

    assertEquals(new Cancelled(), heard.end());
    hungUp();
  }

  @Test
  void cancellingBeforeTheRequestIsSentCancels() throws Exception {
    server.script("m", Script.text("never").stallFirst(Script.FOREVER));
    try (OpenAiProvider provider = provider(PATIENT)) {
      for (int n = 0; n < 50; n++) {
        Heard each = new Heard();
        provider.generate(prompt("m"), each).cancel();
        assertEquals(new Cancelled(), each.end());
      }
      Await.until("no connection is left", () -> server.openConnections() == 0);
    }
  }

  @Test
  void cancellingTwiceOrAfterTheEndChangesNothing() throws Exception {
    server.script("m", Script.text("done"));
    Generation generation = generate("m", PATIENT);
    assertInstanceOf(Completed.class, heard.end());

    generation.cancel();
    generation.cancel();

    assertInstanceOf(Completed.class, heard.end());
  }

  @Test
  void whateverTheMomentOfCancellingThereIsOneEnd() throws Exception {
    server.script("m", Script.tokens(20).rate(2000));
    try (OpenAiProvider provider = provider(PATIENT)) {
      for (int n = 0; n < 60; n++) {
        Heard each = new Heard();
        Generation generation = provider.generate(prompt("m"), each);
        int words = n % 22;
        Await.until("so many words", () -> each.ended() || each.events().size() >= words);
        generation.cancel();
        each.end();
      }
    }
  }

  @Test
  void aListenerThatFailsGivesTheAnswerUp() throws Exception {
    server.script("m", Script.tokens(1_000_000).rate(200));
    List<GenerationEvent> events = new CopyOnWriteArrayList<>();

    try (OpenAiProvider provider = provider(PATIENT)) {
      provider.generate(
          prompt("m"),
          event -> {
            events.add(event);
            throw new IllegalStateException("the listener's own trouble");
          });
      Await.until("the request is there", () -> !server.requests().isEmpty());
      hungUp();
    }
    assertEquals(1, events.size());
  }

  @Test
  void aConnectionServesAgainAfterAnAnswer() throws Exception {
    server.script("m", Script.text("short"));
    try (OpenAiProvider provider = provider(PATIENT)) {
      for (int n = 0; n < 10; n++) {
        Heard each = new Heard();
        provider.generate(prompt("m"), each);
        each.end();
        Await.until("it is answered", () -> server.lastRequest().answered().isDone());
      }
      assertTrue(server.openConnections() < 5, () -> server.openConnections() + " connections");
    }
  }

  @Test
  void modelsAreListedWithoutWhatCannotChat() {
    server.script("text-embedding-3-small", Script.echo());
    server.script("meta/llama", Script.echo());

    try (OpenAiProvider provider = provider(PATIENT)) {
      assertEquals(List.of("test/clock", "test/echo", "test/meta/llama"), names(provider));
    }
  }

  @Test
  void aListThatDoesNotEndIsGivenUp() throws Exception {
    try (ServerSocket stalling = new ServerSocket(0);
        HttpClient http = HttpClient.newHttpClient()) {
      Thread.startVirtualThread(() -> answerHalf(stalling));
      Endpoint endpoint =
          endpoint(URI.create("http://localhost:" + stalling.getLocalPort() + "/v1"));
      ModelListRequest list = new ModelListRequest(http, endpoint, Duration.ofMillis(300));

      ProviderFailure failure = assertThrows(ProviderFailure.class, list::fetch);
      assertEquals(FailureCode.PROVIDER_TIMEOUT, failure.code());
      http.shutdownNow();
    }
  }

  private static void answerHalf(ServerSocket stalling) {
    try (Socket client = stalling.accept()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":[".getBytes(UTF_8));
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namedModelsNeedNobodyToListThem() {
    Endpoint endpoint =
        new Endpoint(
            "test",
            URI.create("http://localhost:1/v1"),
            Optional.empty(),
            Map.of(),
            List.of("a", "b/c"));

    try (OpenAiProvider provider = provider(endpoint, PATIENT)) {
      assertEquals(List.of("test/a", "test/b/c"), names(provider));
    }
  }

  private static List<String> names(Provider provider) {
    return provider.models().stream().map(model -> model.id().toString()).toList();
  }

  private void hungUp() throws Exception {
    server.lastRequest().closedByClient().get(2, TimeUnit.SECONDS);
  }

  private Generation generate(String model, Timeouts timeouts) {
    return provider(timeouts).generate(prompt(model), heard);
  }

  private OpenAiProvider provider(Timeouts timeouts) {
    return provider(endpoint(server.baseUrl()), timeouts);
  }

  private static OpenAiProvider provider(Endpoint endpoint, Timeouts timeouts) {
    return new OpenAiProvider(
        endpoint.within(timeouts),
        new Bulkhead(endpoint.name(), Bulkhead.Limits.DEFAULT, Clock.systemUTC()),
        OpenAiProvider.Room.of(EVENT_BYTES, EVENT_BYTES),
        ModelCapabilities.alone(Clock.systemUTC()));
  }

  private static OpenAiProvider provider(
      Endpoint endpoint, Timeouts timeouts, OpenAiProvider.Room room) {
    return new OpenAiProvider(
        endpoint.within(timeouts),
        new Bulkhead(
            endpoint.name(), new Bulkhead.Limits(1_000, Duration.ZERO, 100), Clock.systemUTC()),
        room,
        ModelCapabilities.alone(Clock.systemUTC()));
  }

  private static Endpoint endpoint(URI baseUrl) {
    return new Endpoint("test", baseUrl, Optional.empty(), Map.of(), List.of());
  }

  private static Prompt prompt(String model) {
    return Prompt.of(new ModelId("test", model), PromptMessage.user("Say something"));
  }
}

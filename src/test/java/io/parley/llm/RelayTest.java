package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Endpoint.ApiKey;
import io.parley.llm.RelayOutcome.Cancelled;
import io.parley.llm.RelayOutcome.Ended;
import io.parley.llm.RelayOutcome.Failed;
import io.parley.platform.Json;
import io.parley.testing.Await;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The relay against a real server that behaves well, badly, or not at all.
class RelayTest {
  private static final int EVENT_BYTES = 1024 * 1024;

  private static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));
  private static final Timeouts HASTY =
      new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(200));
  private static final String KEY = "sk-very-secret";

  private final OpenAiServer server = OpenAiServer.start();
  private final List<String> metrics = new CopyOnWriteArrayList<>();
  private final Heard heard = new Heard();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void theAnswerComesAsItIsWithOurKey() {
    server.script("m", Script.text("Hello there"));
    server.requireKey(KEY);
    assertInstanceOf(Ended.class, stream("m", PATIENT).run());
    assertTrue(heard.text().endsWith("data: [DONE]\n\n"), heard.text());
    assertTrue(heard.ended);
    assertEquals(List.of("first", "completed"), metrics);
  }

  @Test
  void silenceBeforeTheFirstTokenIsTooLong() {
    for (Script script :
        List.of(
            Script.text("x").stallFirst(Script.FOREVER),
            Script.text("x").stallAfterRole(Script.FOREVER))) {
      server.script("m", script);
      assertFailed(FailureCode.PROVIDER_TIMEOUT, stream("m", HASTY).run());
      Await.until("the provider is left", server.lastRequest().closedByClient()::isDone);
    }
  }

  @Test
  void silenceBetweenTwoTokensIsTooLong() {
    server.script("m", Script.tokens(9).stallAfter(3, Script.FOREVER));
    assertFailed(
        FailureCode.PROVIDER_TIMEOUT,
        stream(
                "m",
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(9), Duration.ofMillis(300)))
            .run());
    assertTrue(heard.text().contains("\" 2\""), heard.text());
  }

  @Test
  void itIsGivenUpAtAnyMoment() throws Exception {
    for (Script script :
        List.of(
            Script.text("x").stallFirst(Script.FOREVER),
            Script.tokens(9).stallAfter(3, Script.FOREVER),
            Script.tokens(100_000).rate(100))) {
      server.script("m", script);
      int before = server.requests().size();
      RelayCall call = stream("m", PATIENT);
      CompletableFuture<RelayOutcome> end = CompletableFuture.supplyAsync(call::run);
      Await.until("it is asked", () -> server.requests().size() > before);
      call.cancel();
      assertInstanceOf(Cancelled.class, end.get(5, TimeUnit.SECONDS));
      Await.until("the provider is left", server.lastRequest().closedByClient()::isDone);
    }
  }

  @Test
  void aReaderWhoWantsNoMoreEndsIt() {
    server.script("m", Script.tokens(100_000).rate(100));
    heard.fails = Optional.of(new IOException("the caller has left"));
    assertInstanceOf(Cancelled.class, stream("m", PATIENT).run());
    Await.until("the provider is left", server.lastRequest().closedByClient()::isDone);
  }

  @Test
  void whatTheReaderTakesForAFailureIsOne() {
    server.script("m", Script.tokens(3));
    heard.fails = Optional.of(new ProviderFailure("test", FailureCode.MALFORMED_EVENT));
    assertFailed(FailureCode.MALFORMED_EVENT, stream("m", PATIENT).run());
  }

  @Test
  void whatIsTooLargeForTheReaderIsAFailureAndNoDeparture() {
    server.script("m", Script.tokens(3));
    heard.fails = Optional.of(new AnswerMemory.NoRoom(FailureCode.ANSWER_TOO_LARGE, "too large"));
    assertFailed(FailureCode.ANSWER_TOO_LARGE, stream("m", PATIENT).run());
  }

  @Test
  void theProvidersWordsAreThereWhereTheRequestIsWrong() {
    server.script("m", Script.error(400, "bad_schema", "The schema is bad"));
    Failed failed = assertFailed(FailureCode.PROVIDER_REJECTED, stream("m", PATIENT).run());
    assertEquals("The schema is bad", failed.refusal().orElseThrow().message());
    assertEquals(Optional.of("bad_schema"), failed.refusal().orElseThrow().code());

    for (Script silent :
        List.of(
            Script.error(401, "invalid_api_key", "Incorrect key provided"),
            Script.error(500, "server_error", "No memory"),
            Script.error(400, "odd", "Your key " + KEY + " is odd"),
            Script.error(400, "odd", "Your key gsk_abc...xyz is odd"))) {
      server.script("m", silent);
      Failed ours = assertInstanceOf(Failed.class, stream("m", PATIENT).run());
      assertEquals(Optional.empty(), ours.refusal());
    }
  }

  @Test
  void anAnswerThatIsNotAStreamIsNoneToAStream() {
    server.script("m", Script.text("x").unstreamed());
    assertFailed(FailureCode.MALFORMED_EVENT, stream("m", PATIENT).run());
    server.script(
        "m", Script.answer("{\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}"));
    assertFailed(FailureCode.RATE_LIMITED, stream("m", PATIENT).run());
  }

  @Test
  void whereNobodyListensNobodyIsReached() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    Endpoint nowhere = endpoint(URI.create("http://localhost:" + port + "/v1"), Dialect.STANDARD);
    assertFailed(
        FailureCode.PROVIDER_UNREACHABLE,
        relay(nowhere, PATIENT).stream("chat/completions", body("m", true), heard).run());
  }

  @Test
  void aProviderThatIsIllIsLeftAlone() {
    server.script("m", Script.error(429, "rate_limit", "Slow").retryAfter("60"));
    Relay relay = relay(endpoint(server.baseUrl(), Dialect.STANDARD), PATIENT);
    for (int n = 0; n < 3; n++) {
      assertFailed(
          FailureCode.RATE_LIMITED, relay.stream("chat/completions", body("m", true), heard).run());
    }
    assertEquals(1, server.requests().size());
  }

  @Test
  void oneBusyModelLeavesTheOthersAlone() {
    server.script("m", Script.error(429, "rate_limit", "Slow").retryAfter("7"));
    server.script("other", Script.text("I am the other"));
    OpenAiProvider provider = provider(endpoint(server.baseUrl(), Dialect.STANDARD), PATIENT);
    for (String model : List.of("m", "m", "other", "m", "other")) {
      RelayOutcome outcome =
          provider.relay(new ModelId("test", model), new Noted()).orElseThrow().stream(
                  "chat/completions", body(model, true), new Heard())
              .run();
      assertEquals(model.equals("other"), outcome instanceof Ended, model);
    }
    assertEquals(3, server.requests().size());
  }

  @Test
  void onlyWhereAProviderSpeaksOtherwiseIsARequestTranslated() {
    server.script("m", Script.text("x"));
    byte[] odd = "{\"model\": \"m\" , \"max_tokens\":5}".getBytes(StandardCharsets.UTF_8);
    relay(endpoint(server.baseUrl(), Dialect.NEWER), PATIENT)
        .whole("chat/completions", odd, Duration.ofSeconds(5), heard)
        .run();
    assertEquals(5, server.lastRequest().body().path("max_completion_tokens").asInt());
    assertTrue(server.lastRequest().body().path("max_tokens").isMissingNode());
  }

  private RelayCall stream(String model, Timeouts timeouts) {
    return relay(endpoint(server.baseUrl(), Dialect.STANDARD), timeouts).stream(
        "chat/completions", body(model, true), heard);
  }

  private Relay relay(Endpoint endpoint, Timeouts timeouts) {
    return provider(endpoint, timeouts).relay(ModelId.of("test/m"), new Noted()).orElseThrow();
  }

  private static OpenAiProvider provider(Endpoint endpoint, Timeouts timeouts) {
    return new OpenAiProvider(
        endpoint.within(timeouts),
        new Bulkhead(endpoint.name(), Bulkhead.Limits.DEFAULT, Clock.systemUTC()),
        OpenAiProvider.Room.of(EVENT_BYTES, EVENT_BYTES),
        ModelCapabilities.alone(Clock.systemUTC()));
  }

  private static Endpoint endpoint(URI baseUrl, Dialect dialect) {
    return new Endpoint(
        "test",
        baseUrl,
        Optional.of(new ApiKey(KEY)),
        Map.of(),
        List.of(),
        dialect,
        Timeouts.DEFAULT);
  }

  private static byte[] body(String model, boolean stream) {
    return Json.write(
            Map.of(
                "model",
                model,
                "stream",
                stream,
                "messages",
                List.of(Map.of("role", "user", "content", "x"))))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Failed assertFailed(FailureCode code, RelayOutcome outcome) {
    Failed failed = assertInstanceOf(Failed.class, outcome, outcome.toString());
    assertEquals(code, failed.failure().code());
    return failed;
  }

  /// What came, and when a token did.
  private static final class Heard implements RelayCall.Reader {
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private volatile Optional<Exception> fails = Optional.empty();
    private volatile boolean ended;

    String text() {
      return String.join("", pieces);
    }

    @Override
    public boolean read(ByteBuffer bytes) throws IOException {
      pieces.add(StandardCharsets.UTF_8.decode(bytes).toString());
      if (fails.isPresent()) {
        if (fails.get() instanceof IOException left) {
          throw left;
        }
        throw (ProviderFailure) fails.get();
      }
      return text().matches("(?s).*\"content\":\"[^\"].*");
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private final class Noted implements LlmMeter {
    @Override
    public void nextToken(String provider, Duration after) {}

    @Override
    public void firstToken(String provider, Duration after) {
      metrics.add("first");
    }

    @Override
    public void ended(String provider, String outcome) {
      metrics.add(outcome);
    }

    @Override
    public void fellBack(String provider) {
      metrics.add("fell back");
    }
  }
}

package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Endpoint.ApiKey;
import io.parley.llm.RelayOutcome.Cancelled;
import io.parley.llm.RelayOutcome.Ended;
import io.parley.llm.RelayOutcome.Failed;
import io.parley.testing.Await;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
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

/// What one call sends to the provider, what it reports to its reader and its meter, and that it
/// returns its place in the bulkhead. The bulkhead has one place: losing it fails the next call.
class RelayCallTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final ModelId MODEL = new ModelId("test", "m");
  private static final String KEY = "sk-very-secret";
  private static final String REQUEST =
      """
      {"model":"m","stream":true,"temperature":0.5,"messages":[{"role":"user","content":"x"}]}
      """;
  private static final String REFUSAL =
      """
      {"error":{"message":"Unsupported parameter: 'temperature' is not supported with this model.",
       "type":"invalid_request_error","param":"temperature","code":"unsupported_parameter"}}
      """;

  private final OpenAiServer server = OpenAiServer.start();
  private final Connections connections = new Connections(LONG);
  private final ModelCapabilities capabilities = ModelCapabilities.alone(Clock.systemUTC());
  private final Bulkhead bulkhead =
      new Bulkhead("test", new Bulkhead.Limits(1_000, LONG, 1), Clock.systemUTC());
  private final List<String> metrics = new CopyOnWriteArrayList<>();
  private final Ear ear = new Ear();

  @AfterEach
  void stop() throws IOException {
    connections.close();
    server.close();
  }

  @Test
  void theReaderIsToldOfTheStartBeforeTheBytesAndOfTheEndAfterThem() {
    server.script("m", Script.text("Hello there"));
    assertInstanceOf(Ended.class, call().run());
    assertEquals("accepted []", ear.heard.getFirst());
    assertEquals("end", ear.heard.getLast());
    assertEquals(
        List.of(),
        ear.heard.subList(1, ear.heard.size() - 1).stream()
            .filter(it -> !it.equals("bytes"))
            .toList());
    assertTrue(ear.text().endsWith("data: [DONE]\n\n"), ear.text());
  }

  @Test
  void theFirstTokenAndTheEndAreMeasuredOnce() {
    server.script("m", Script.tokens(20).rate(1_000));
    assertInstanceOf(Ended.class, call().run());
    assertTrue(ear.heard.size() > 4, "more than one piece came");
    assertEquals(List.of("first", "completed"), metrics);
  }

  @Test
  void aCallCancelledBeforeItsStartIsNotSent() {
    RelayCall call = call();
    call.cancel();
    assertInstanceOf(Cancelled.class, call.run());
    assertEquals(List.of(), server.requests());
    assertEquals(List.of("cancelled"), metrics);
    assertEquals(List.of(), ear.heard);
  }

  @Test
  void aProviderWithInvalidSettingsGetsNoRequest() {
    Endpoint broken =
        new Endpoint(
            "test",
            server.baseUrl(),
            Optional.empty(),
            Map.of(),
            List.of(),
            Dialect.STANDARD,
            Timeouts.DEFAULT,
            Optional.of("its address is missing"));
    Failed failed = assertInstanceOf(Failed.class, call(broken, LONG).run());
    assertEquals(FailureCode.PROVIDER_UNREACHABLE, failed.failure().code());
    assertEquals(List.of(), server.requests());
    assertEquals(List.of("provider_unreachable"), metrics);
    assertPlaceIsFree();
  }

  @Test
  void aCallWithoutAPlaceIsNotSent() {
    server.script("m", Script.text("x"));
    Bulkhead.Permit other = bulkhead.enter("m");
    assertFailed(FailureCode.RATE_LIMITED, call().run());
    assertFailed(FailureCode.RATE_LIMITED, call().run());
    assertEquals(List.of(), server.requests());
    other.givenUp();
    assertInstanceOf(Ended.class, call().run());
  }

  @Test
  void everyEndGivesThePlaceBack() {
    server.script("m", Script.text("x"));
    assertInstanceOf(Ended.class, call().run());
    assertPlaceIsFree();

    ear.fails = Optional.of(new IOException("the caller has left"));
    assertInstanceOf(Cancelled.class, call().run());
    assertPlaceIsFree();

    ear.fails = Optional.of(new IllegalStateException("a bug"));
    assertFailed(FailureCode.MALFORMED_EVENT, call().run());
    assertPlaceIsFree();

    ear.fails = Optional.empty();
    server.script("m", Script.error(500, "server_error", "No memory"));
    assertFailed(FailureCode.PROVIDER_ERROR, call().run());
    assertPlaceIsFree();

    assertEquals(
        List.of("completed", "cancelled", "malformed_event", "provider_error"),
        metrics.stream().filter(it -> !it.equals("first")).toList());
  }

  @Test
  void aBugOfTheReaderIsLoggedAndADisconnectIsNot() {
    server.script("m", Script.tokens(100_000).rate(1_000));
    try (Logged log = new Logged(RelayCall.class.getName(), "A reader of logged")) {
      ear.fails = Optional.of(new IOException("the caller has left"));
      assertInstanceOf(Cancelled.class, call(endpoint("logged"), LONG).run());
      assertEquals(List.of(), log.said());

      ear.fails = Optional.of(new IllegalStateException("a bug"));
      assertFailed(FailureCode.MALFORMED_EVENT, call(endpoint("logged"), LONG).run());
      assertEquals(List.of("A reader of logged failed"), log.said());
    }
    Await.until("the connection is closed", server.lastRequest().closedByClient()::isDone);
  }

  @Test
  void theReaderCanRejectAnIncompleteAnswer() {
    server.script("m", Script.text("x"));
    ear.failsAtEnd = Optional.of(new ProviderFailure("test", FailureCode.STREAM_BROKEN));
    assertFailed(FailureCode.STREAM_BROKEN, call().run());
    ear.failsAtEnd = Optional.of(new IOException("the caller has left"));
    assertInstanceOf(Cancelled.class, call().run());
    assertPlaceIsFree();
  }

  @Test
  void theAnswerEndsWhereTheReaderReportsIt() {
    server.script("m", Script.raw("data: {}\n\n", "data: [DONE]\n\n").leftOpen());
    ear.overAfter = "[DONE]";
    long begin = System.nanoTime();
    assertInstanceOf(Ended.class, call().run());
    assertTrue(System.nanoTime() - begin < LONG.toNanos() / 2, "the rest is not awaited");
    assertEquals("end", ear.heard.getLast());
  }

  @Test
  void aRefusedParameterIsOmittedAndReported() {
    server.script("m", Script.text("x").refusing("temperature", 400, REFUSAL));
    assertInstanceOf(Ended.class, call().run());
    assertEquals("accepted [temperature]", ear.heard.getFirst());
    assertEquals(1, ear.heard.stream().filter(it -> it.startsWith("accepted")).count());
    List<RecordedRequest> requests = server.requests();
    assertEquals(2, requests.size());
    assertTrue(requests.getFirst().body().has("temperature"));
    assertFalse(requests.getLast().body().has("temperature"));
    for (RecordedRequest request : requests) {
      assertEquals(Optional.of("Bearer " + KEY), request.header("authorization"));
    }
    assertEquals(List.of("first", "completed"), metrics);

    assertInstanceOf(Ended.class, call().run());
    assertEquals(3, server.requests().size(), "what was learnt is not tried again");
  }

  @Test
  void anInterruptCancelsTheCallAndIsKept() throws Exception {
    server.script("m", Script.text("x").stallFirst(Script.FOREVER));
    CompletableFuture<RelayOutcome> outcome = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(() -> {
          outcome.complete(call().run());
          interrupted.complete(Thread.currentThread().isInterrupted());
        });
    Await.until("the request arrives", () -> !server.requests().isEmpty());
    thread.interrupt();
    assertInstanceOf(Cancelled.class, outcome.get(5, TimeUnit.SECONDS));
    assertTrue(interrupted.get(5, TimeUnit.SECONDS));
    Await.until("the connection is closed", server.lastRequest().closedByClient()::isDone);
    assertPlaceIsFree();
  }

  @Test
  void aCancelAfterATimeoutChangesNothing() {
    server.script("m", Script.text("x").stallFirst(Script.FOREVER));
    RelayCall call = call(endpoint("test"), Duration.ofMillis(100));
    assertFailed(FailureCode.PROVIDER_TIMEOUT, call.run());
    call.cancel();
    assertEquals(List.of("provider_timeout"), metrics);
  }

  @Test
  void anUnknownContentEncodingFailsAndIsLogged() {
    server.script("m", Script.text("x").encoded("br"));
    try (Logged log = new Logged(RelayCall.class.getName(), "A response of logged")) {
      assertFailed(FailureCode.MALFORMED_EVENT, call(endpoint("logged"), LONG).run());
      assertEquals(
          List.of("A response of logged cannot be decoded: Content-Encoding br is unknown"),
          log.said());
    }
    assertFalse(ear.heard.contains("bytes"), ear.heard::toString);
  }

  private void assertPlaceIsFree() {
    bulkhead.enter("m").givenUp();
  }

  private static void assertFailed(FailureCode code, RelayOutcome outcome) {
    Failed failed = assertInstanceOf(Failed.class, outcome, outcome.toString());
    assertEquals(code, failed.failure().code());
  }

  private RelayCall call() {
    return call(endpoint("test"), LONG);
  }

  private RelayCall call(Endpoint endpoint, Duration patience) {
    AdaptedRequest adapted =
        capabilities.adapt(MODEL, Dialect.STANDARD, REQUEST.getBytes(StandardCharsets.UTF_8));
    return new RelayCall(
        connections,
        endpoint,
        bulkhead,
        new Noted(),
        adapted,
        endpoint
            .request("chat/completions")
            .POST(BodyPublishers.ofByteArray(adapted.body()))
            .build(),
        MediaType::mayBeEvents,
        new Patience(patience, patience, LONG),
        ear);
  }

  private Endpoint endpoint(String name) {
    return new Endpoint(name, server.baseUrl(), Optional.of(new ApiKey(KEY)), Map.of(), List.of());
  }

  /// A reader that notes what it is told, and fails when a test wants it to.
  private static final class Ear implements RelayCall.Reader {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private volatile Optional<Exception> fails = Optional.empty();
    private volatile Optional<Exception> failsAtEnd = Optional.empty();
    private volatile String overAfter = "never";

    String text() {
      return String.join("", pieces);
    }

    @Override
    public void accepted(List<String> omitted) {
      heard.add("accepted " + omitted);
    }

    @Override
    public boolean read(ByteBuffer bytes) throws IOException {
      heard.add("bytes");
      pieces.add(StandardCharsets.UTF_8.decode(bytes).toString());
      raise(fails);
      return true;
    }

    @Override
    public boolean isOver() {
      return text().contains(overAfter);
    }

    @Override
    public void end() throws IOException {
      heard.add("end");
      raise(failsAtEnd);
    }

    private static void raise(Optional<Exception> failure) throws IOException {
      if (failure.isPresent()) {
        if (failure.get() instanceof IOException departure) {
          throw departure;
        }
        throw (RuntimeException) failure.get();
      }
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

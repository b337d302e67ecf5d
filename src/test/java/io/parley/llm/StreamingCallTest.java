package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.sse.DefaultServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.parley.llm.Endpoint.ApiKey;
import io.parley.llm.StreamingCall.Abort;
import io.parley.testing.Await;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The call as langchain4j uses it, against a scripted server.
class StreamingCallTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final int EVENT_BYTES = 100_000;
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
  private final AnswerMemory memory = AnswerMemory.ofEvents(EVENT_BYTES);
  private final Ear ear = new Ear();

  @AfterEach
  void stop() throws IOException {
    connections.close();
    server.close();
  }

  @Test
  void eachEventIsPassedOnAndTheStreamIsClosedOnce() {
    server.script("m", Script.raw(event("a"), event("b"), finish(), "data: [DONE]\n\n"));
    StreamingCall call = call(LONG, data -> data.contains("\"a\"") ? "changed" : data);
    execute(call);
    assertEquals(3, ear.events.size());
    assertEquals("changed", ear.events.getFirst());
    assertTrue(ear.events.get(1).contains("\"b\""), ear.events::toString);
    assertEquals(1, ear.closed);
    assertEquals(Optional.empty(), call.aborted());
    assertEquals(List.of(), call.omitted());
  }

  @Test
  void addressAndHeadersComeFromTheEndpoint() {
    server.script("m", Script.text("x"));
    execute(call(LONG));
    RecordedRequest request = server.lastRequest();
    assertEquals("POST", request.method());
    assertTrue(request.path().endsWith("/chat/completions"), request.path());
    assertEquals(Optional.of("Bearer sk-ours"), request.header("authorization"));
    assertEquals(Optional.of("text/event-stream"), request.header("accept"));
    assertEquals(Optional.empty(), request.header("x-langchain4j"));
    assertEquals(0.5, request.body().path("temperature").asDouble());
  }

  @Test
  void aRequestWithoutAStreamIsUnsupported() {
    StreamingCall call = call(LONG);
    assertThrows(UnsupportedOperationException.class, () -> call.execute(request()));
    assertEquals(List.of(), server.requests());
  }

  @ParameterizedTest
  @EnumSource
  void aCallAbortedBeforeItsStartIsNotSent(Abort why) {
    StreamingCall call = call(LONG);
    call.abort(why);
    assertEquals(
        why == Abort.TIMEOUT ? FailureCode.PROVIDER_TIMEOUT : FailureCode.STREAM_BROKEN,
        failure(call));
    assertEquals(Optional.of(why), call.aborted());
    assertEquals(List.of(), server.requests());
    assertEquals(0, ear.closed);
  }

  @Test
  void theFirstReasonToAbortIsKept() {
    StreamingCall call = call(LONG);
    call.abort(Abort.READER);
    call.abort(Abort.CANCELLED);
    assertEquals(Optional.of(Abort.READER), call.aborted());
  }

  @Test
  void anAbortAfterTheEndChangesNothing() {
    server.script("m", Script.text("x"));
    StreamingCall call = call(LONG);
    execute(call);
    call.abort(Abort.CANCELLED);
    assertEquals(Optional.empty(), call.aborted());
  }

  @Test
  void aCallCanBeAbortedBeforeTheFirstByteAndInMidStream() {
    for (Script script :
        List.of(
            Script.text("x").stallFirst(Script.FOREVER),
            Script.tokens(9).stallAfter(2, Script.FOREVER))) {
      server.script("m", script);
      int before = server.requests().size();
      StreamingCall call = call(LONG);
      CompletableFuture<Void> end = CompletableFuture.runAsync(() -> execute(call));
      Await.until("the request arrives", () -> server.requests().size() > before);
      call.abort(Abort.CANCELLED);
      ExecutionException thrown =
          assertThrows(ExecutionException.class, () -> end.get(5, TimeUnit.SECONDS));
      assertEquals(
          FailureCode.STREAM_BROKEN,
          assertInstanceOf(ProviderFailure.class, thrown.getCause()).code());
      Await.until("the connection is closed", server.lastRequest().closedByClient()::isDone);
    }
    assertEquals(0, ear.closed);
  }

  @Test
  void theListenerCanCancelAtAnyEvent() {
    server.script("m", Script.tokens(100_000).rate(1_000));
    StreamingCall call = call(LONG);
    ear.onEvent = context -> context.parsingHandle().cancel();
    assertEquals(FailureCode.STREAM_BROKEN, failure(call));
    assertEquals(1, ear.events.size());
    assertEquals(Optional.of(Abort.READER), call.aborted());
    Await.until("the connection is closed", server.lastRequest().closedByClient()::isDone);
  }

  @Test
  void theHandleTellsWhetherTheCallIsCancelled() {
    server.script("m", Script.raw(event("a"), finish(), "data: [DONE]\n\n"));
    List<Boolean> cancelled = new CopyOnWriteArrayList<>();
    ear.onEvent =
        context -> {
          cancelled.add(context.parsingHandle().isCancelled());
          context.parsingHandle().cancel();
          cancelled.add(context.parsingHandle().isCancelled());
        };
    failure(call(LONG));
    assertEquals(List.of(false, true), cancelled);
  }

  @Test
  void silenceIsATimeout() {
    server.script("m", Script.tokens(9).stallAfter(2, Script.FOREVER));
    StreamingCall call = call(Duration.ofMillis(200));
    assertEquals(FailureCode.PROVIDER_TIMEOUT, failure(call));
    assertEquals(Optional.of(Abort.TIMEOUT), call.aborted());
    Await.until("the connection is closed", server.lastRequest().closedByClient()::isDone);
  }

  @Test
  void anInterruptCancelsTheCallAndIsKept() throws Exception {
    server.script("m", Script.text("x").stallFirst(Script.FOREVER));
    StreamingCall call = call(LONG);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(() -> {
          assertThrows(ProviderFailure.class, () -> execute(call));
          interrupted.complete(Thread.currentThread().isInterrupted());
        });
    Await.until("the request arrives", () -> !server.requests().isEmpty());
    thread.interrupt();
    assertTrue(interrupted.get(5, TimeUnit.SECONDS));
    assertEquals(Optional.of(Abort.CANCELLED), call.aborted());
    Await.until("the connection is closed", server.lastRequest().closedByClient()::isDone);
  }

  @Test
  void anExceptionOfTheListenerEndsTheCallAndClosesTheConnection() {
    server.script("m", Script.tokens(100_000).rate(1_000));
    IllegalStateException bug = new IllegalStateException("a bug");
    ear.onEvent =
        _ -> {
          throw bug;
        };
    StreamingCall call = call(LONG);
    assertSame(bug, assertThrows(IllegalStateException.class, () -> execute(call)));
    assertEquals(0, ear.closed);
    Await.until("the connection is closed", server.lastRequest().closedByClient()::isDone);
  }

  @Test
  void anEventThatIsTooLargeFailsAndReleasesItsMemory() {
    server.script("m", Script.raw(event("a"), event("x".repeat(EVENT_BYTES)), finish()));
    assertEquals(FailureCode.ANSWER_TOO_LARGE, failure(call(LONG)));
    assertEquals(1, ear.events.size());
    assertEquals(0, memory.taken());
  }

  @Test
  void aLargeEventTakesMemoryUntilTheEnd() {
    server.script("m", Script.raw(event("x".repeat(80_000)), finish(), "data: [DONE]\n\n"));
    List<Long> taken = new CopyOnWriteArrayList<>();
    ear.onEvent = _ -> taken.add(memory.taken());
    execute(call(LONG));
    assertTrue(taken.getFirst() >= 80_000, taken::toString);
    assertEquals(0, memory.taken());
  }

  @Test
  void aRefusedParameterIsOmittedAndReported() {
    server.script("m", Script.text("x").refusing("temperature", 400, REFUSAL));
    StreamingCall call = call(LONG);
    execute(call);
    assertEquals(List.of("temperature"), call.omitted());
    assertEquals(
        List.of(true, false),
        server.requests().stream().map(request -> request.body().has("temperature")).toList());
    assertEquals(1, ear.closed);
  }

  @Test
  void aFailedRequestReportsNoOmittedParameters() {
    server.script(
        "m", Script.error(500, "server_error", "No memory").refusing("temperature", 400, REFUSAL));
    StreamingCall call = call(LONG);
    assertEquals(FailureCode.PROVIDER_ERROR, failure(call));
    assertEquals(List.of(), call.omitted());
    assertEquals(2, server.requests().size());
    assertEquals(List.of(), ear.events);
  }

  private StreamingCall call(Duration patience) {
    return call(patience, UnaryOperator.identity());
  }

  private StreamingCall call(Duration patience, UnaryOperator<String> passedOn) {
    Endpoint endpoint =
        new Endpoint(
                "test", server.baseUrl(), Optional.of(new ApiKey("sk-ours")), Map.of(), List.of())
            .within(new Timeouts(LONG, patience, patience));
    return new StreamingCall(
        connections,
        endpoint,
        body -> capabilities.adapt(new ModelId("test", "m"), Dialect.STANDARD, body),
        memory,
        passedOn);
  }

  private FailureCode failure(StreamingCall call) {
    return assertThrows(ProviderFailure.class, () -> execute(call)).code();
  }

  private void execute(StreamingCall call) {
    call.execute(request(), new DefaultServerSentEventParser(), ear);
  }

  /// What langchain4j would send, and where.
  private static HttpRequest request() {
    return HttpRequest.builder()
        .method(HttpMethod.POST)
        .url("http://elsewhere.invalid/v1/chat/completions")
        .addHeader("Authorization", "Bearer sk-theirs")
        .addHeader("X-Langchain4j", "yes")
        .body(REQUEST)
        .build();
  }

  private static String event(String text) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  private static String finish() {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  }

  /// A listener that notes what it is told, and does what a test wants at each event.
  private static final class Ear implements ServerSentEventListener {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile Consumer<ServerSentEventContext> onEvent = _ -> {};
    private int closed;

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
      events.add(event.data());
      onEvent.accept(context);
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError("failures are thrown", error);
    }

    @Override
    public void onClose() {
      closed++;
    }
  }
}

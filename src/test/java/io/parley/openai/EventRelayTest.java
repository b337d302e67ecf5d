package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.llm.RelayOutcome;
import io.parley.llm.RelayOutcome.Ended;
import io.parley.llm.RelayOutcome.Failed;
import io.parley.llm.Relays;
import io.parley.testing.Await;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller of `/v1` gets of a provider's answer, whatever the provider does to it.
class EventRelayTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final ModelId MODEL = ModelId.of("test/m");
  private static final String HELLO =
      "data:"
          + " {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}\n\n";
  private static final String FINISH =
      "data:"
          + " {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE =
      "data: {\"model\":\"m\",\"choices\":[],\"usage\":{\"total_tokens\":10}}\n\n";
  private static final String MORE = "data: {\"model\":\"m\",\"choices\":[],\"more\":true}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final Duration LONG = Duration.ofSeconds(10);

  private final OpenAiServer server = OpenAiServer.start();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final List<String> outcomes = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  static Stream<Arguments> whole() {
    return Stream.of(
        Arguments.of(Script.raw(HELLO, FINISH, USAGE, DONE)),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE, DONE).leftOpen()),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE, "data: [DONE]\n").leftOpen()),
        Arguments.of(Script.raw("\uFEFF" + HELLO, FINISH, USAGE, DONE)),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE.stripTrailing() + "\n")),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE)),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE).leftOpen()),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE, DONE).encoded("gzip")),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE).encoded("gzip").leftOpen()),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE, DONE).encoded("deflate").pieces(3)),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE, DONE).encoded("raw-deflate")),
        Arguments.of(Script.raw(HELLO, FINISH, USAGE, DONE).contentType("Text/Event-Stream")));
  }

  @ParameterizedTest
  @MethodSource("whole")
  void anAnswerIsOverWhenItIsWhole(Script script) throws Exception {
    long begin = System.nanoTime();
    assertInstanceOf(Ended.class, stream(script, 1, LONG, LONG));
    assertEquals((HELLO + FINISH + USAGE + DONE).replace("\"m\"", "\"test/m\""), sent());
    assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(5), "in good time");
    Await.until("nothing is left open", () -> server.lastRequest().answered().isDone());
    assertEquals(List.of("completed"), outcomes);
  }

  @Test
  void whatFollowsAFinishIsPassedOn() throws Exception {
    assertInstanceOf(
        Ended.class, stream(Script.raw(HELLO, FINISH, USAGE, MORE, MORE), 1, LONG, LONG));
    assertEquals(
        (HELLO + FINISH + USAGE + MORE + MORE + DONE).replace("\"m\"", "\"test/m\""), sent());
  }

  @Test
  void ofSeveralChoicesEachIsWaitedFor() throws Exception {
    Script one = Script.raw(HELLO, FINISH).leftOpen();
    assertFailed(FailureCode.PROVIDER_TIMEOUT, stream(one, 2, Duration.ofMillis(500), LONG));
    assertInstanceOf(
        Ended.class, stream(Script.raw(HELLO, FINISH, HELLO, FINISH).leftOpen(), 2, LONG, LONG));
  }

  @Test
  void aConnectionServesAgainAfterTheEnd() throws Exception {
    server.script("m", Script.raw(HELLO, FINISH, DONE));
    Relay relay = relay(LONG, LONG);
    for (int n = 0; n < 5; n++) {
      assertInstanceOf(Ended.class, stream(relay, 1));
      Await.until("it is answered", () -> server.lastRequest().answered().isDone());
    }
    assertTrue(server.openConnections() < 3, () -> server.openConnections() + " connections");
  }

  static Stream<Arguments> noAnswers() {
    return Stream.of(
        Arguments.of("rate_limited", Script.answer("{\"error\":{\"code\":429}}")),
        Arguments.of("provider_error", raw("{\"object\":\"error\",\"message\":\"x\"}")),
        Arguments.of("provider_error", raw("{\"object\": \"error\" ,\"code\":500}")),
        Arguments.of("rate_limited", raw("{\"error\":true,\"message\":\"x\",\"status\":429}")),
        Arguments.of("provider_unauthorized", raw("{\"code\":401,\"message\":\"No\"}")),
        Arguments.of("provider_error", Script.raw("event: error\ndata: Overloaded\n\n")),
        Arguments.of("rate_limited", Script.raw("event:error\r\ndata: {\"code\":429}\r\n\r\n")),
        Arguments.of("empty_answer", Script.raw(DONE)),
        Arguments.of("empty_answer", raw("{\"choices\":null}")),
        Arguments.of(
            "malformed_event", Script.raw("<p>Busy</p>").contentType("text/html;charset=utf-8")),
        Arguments.of("malformed_event", Script.text("x").encoded("br")),
        Arguments.of("malformed_event", Script.raw(HELLO).contentType("application/json")),
        Arguments.of("stream_broken", Script.raw()),
        Arguments.of("stream_broken", Script.raw("\n\n: x\n\n")),
        Arguments.of("provider_error", Script.error(500, "x", "y".repeat(100_000))),
        Arguments.of("rate_limited", Script.error(429, "x", "y".repeat(100_000)).encoded("gzip")));
  }

  private static Script raw(String event) {
    return Script.raw("data: " + event + "\n\n" + DONE);
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void anAnswerThatIsNoneIsAFailureBeforeAnythingIsSent(String code, Script script)
      throws Exception {
    RelayOutcome outcome = stream(script, 1, LONG, LONG);
    assertEquals(code, assertInstanceOf(Failed.class, outcome).failure().code().wire());
    assertEquals("", sent());
    assertEquals(List.of(code), outcomes);
  }

  @Test
  void whatWasSaidBeforeAFailureIsSent() throws Exception {
    String error = "data: {\"error\":{\"message\":\"x\"}}\n\n";
    for (Script script :
        List.of(
            Script.raw(HELLO + error),
            Script.raw(HELLO + "data: {\"x\":\"" + "y".repeat(2 * MEBIBYTE) + "\"}\n\n"))) {
      sent.reset();
      assertInstanceOf(Failed.class, stream(script, 1, LONG, LONG));
      assertTrue(sent().startsWith("data: {\"model\":\"test/m\""), sent());
    }
  }

  @Test
  void aLargeEventIsPassedOnAsItIs() throws Exception {
    String picture = HELLO.replace("Hello", "x".repeat(MEBIBYTE / 2));
    for (Script script :
        List.of(
            Script.raw(HELLO, picture, FINISH, DONE), Script.raw(picture, HELLO, FINISH, DONE))) {
      sent.reset();
      assertInstanceOf(Ended.class, stream(script, 1, LONG, LONG));
      StringBuilder all = new StringBuilder();
      script.settings().path("raw").forEach(piece -> all.append(piece.asText()));
      assertEquals(all.toString().replace("\"m\"", "\"test/m\""), sent());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void commentsKeepAStreamAliveAndArePassedOn(int after) throws Exception {
    Script script = Script.text("one two three").commentsAfter(after, 20, Duration.ofMillis(100));
    server.script("m", script);
    // Shorter than all comments together, long enough for a busy machine between two of them.
    Relay relay = relay(Duration.ofMillis(1500), LONG);
    CompletableFuture<RelayOutcome> end =
        CompletableFuture.supplyAsync(() -> stream(relay, 1), Thread::startVirtualThread);
    Await.until("a comment", () -> sent().contains(": waiting\n\n"));
    assertTrue(!end.isDone(), "it is sent while the caller waits");
    assertInstanceOf(Ended.class, end.get(10, TimeUnit.SECONDS));
    assertTrue(sent().endsWith(DONE) && sent().contains("three"), sent());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void commentsAloneHaveTheirLimit(int after) throws Exception {
    Script script = Script.text("one two three").commentsAfter(after, 200, Duration.ofMillis(50));
    assertFailed(
        FailureCode.PROVIDER_TIMEOUT,
        stream(script, 1, Duration.ofMillis(300), Duration.ofMillis(900)));
  }

  @Test
  void aConnectionThatTheProviderHasClosedIsNotTheEnd() throws Exception {
    server.script("m", Script.raw(HELLO, FINISH, DONE));
    Relay relay = relay(LONG, LONG);
    assertInstanceOf(Ended.class, stream(relay, 1));
    for (int n = 0; n < 3; n++) {
      server.closeReused(5);
      assertInstanceOf(Ended.class, stream(relay, 1));
    }
    assertEquals(4, server.requests().size());
  }

  static Stream<Arguments> documents() {
    String answer = "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"x\"}}]}";
    return Stream.of(
        Arguments.of("", Script.answer(answer)),
        Arguments.of("", Script.answer("\n\n  " + answer)),
        Arguments.of("", Script.answer(answer).encoded("gzip")),
        Arguments.of("", Script.answer(answer).encoded("raw-deflate").pieces(1)),
        Arguments.of("", Script.answer(answer).contentType("text/plain")),
        Arguments.of("", Script.answer(answer).commentsFirst(2, Duration.ofMillis(700))),
        Arguments.of("rate_limited", Script.answer("{\"error\":{\"code\":429}}")),
        Arguments.of("provider_error", Script.answer("{\"object\":\"error\",\"message\":\"x\"}")),
        Arguments.of("malformed_event", Script.answer("{\"choices\":null}")),
        Arguments.of("malformed_event", Script.answer("{\"choices\": [ ] }")),
        Arguments.of("malformed_event", Script.answer("{\"id\":\"x\"}")),
        Arguments.of("malformed_event", Script.answer("")),
        Arguments.of("malformed_event", Script.answer("null")),
        Arguments.of("malformed_event", Script.answer("<p>Busy</p>")),
        Arguments.of("malformed_event", Script.answer("<p>Busy</p>").contentType("text/html")),
        Arguments.of("malformed_event", Script.answer("x").encoded("zstd")),
        Arguments.of("stream_broken", Script.answer(answer.substring(0, answer.length() - 3))),
        Arguments.of(
            "answer_too_large", Script.answer("{\"x\":\"" + "y".repeat(2 * MEBIBYTE) + "\"}")),
        Arguments.of(
            "answer_too_large",
            Script.answer("{\"x\":\"" + "y".repeat(20 * MEBIBYTE) + "\"}").encoded("gzip")));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void anAnswerInOnePieceIsPassedOnOrAFailure(String code, Script script) throws Exception {
    server.script("m", script);
    try (WholeAnswer answer = new WholeAnswer(relay(LONG, LONG), "choices")) {
      RelayOutcome outcome =
          relay(Duration.ofMillis(500), LONG)
              .whole("chat/completions", body(false), LONG, answer)
              .run();
      if (code.isEmpty()) {
        assertInstanceOf(Ended.class, outcome, outcome.toString());
        answer.send(MODEL, new Caller());
        assertEquals(
            "{\"model\":\"test/m\",\"choices\":[{\"message\":{\"content\":\"x\"}}]}", sent());
      } else {
        assertEquals(code, assertInstanceOf(Failed.class, outcome).failure().code().wire());
      }
    }
  }

  private RelayOutcome stream(Script script, int choices, Duration patience, Duration keepAlive) {
    server.script("m", script);
    return stream(relay(patience, keepAlive), choices);
  }

  private RelayOutcome stream(Relay relay, int choices) {
    try (EventRelay events = new EventRelay(relay, MODEL, choices, new Caller())) {
      RelayCall call = relay.stream("chat/completions", body(true), events);
      return call.run();
    }
  }

  private Relay relay(Duration patience, Duration keepAlive) {
    return Relays.to(server.baseUrl(), patience, keepAlive, MEBIBYTE, outcomes);
  }

  private static byte[] body(boolean stream) {
    return "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
        .formatted(stream)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void assertFailed(FailureCode code, RelayOutcome outcome) {
    assertEquals(code, assertInstanceOf(Failed.class, outcome).failure().code());
  }

  private String sent() {
    synchronized (sent) {
      return sent.toString(StandardCharsets.UTF_8);
    }
  }

  /// Keeps what is sent.
  private final class Caller implements Outlet {
    @Override
    public void answer(int length, Writing json) throws IOException {
      send(json);
      assertEquals(length, sent.size());
    }

    @Override
    public void send(Writing events) throws IOException {
      synchronized (sent) {
        events.to(sent);
      }
    }

    @Override
    public void keepAlive(Writing comment) throws IOException {
      send(comment);
    }
  }
}

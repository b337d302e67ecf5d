package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Endpoint.ApiKey;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.testing.Await;
import io.parley.testing.Logged;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What providers do to a stream that is not in OpenAI's documentation: a reply is shown, or its
/// failure is told.
class ProviderWireTest {
  private static final String HELLO =
      "data:"
          + " {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}\n\n";
  private static final String FINISH =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE =
      "data:"
          + " {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":7,\"total_tokens\":10}}\n\n";
  private static final String MORE = "data: {\"choices\":[],\"more\":true}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);

  private final OpenAiServer server = OpenAiServer.start();
  private final Heard heard = new Heard();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  static Stream<Arguments> noAnswers() {
    return Stream.of(
        Arguments.of("rate_limited", Script.answer("{\"error\":{\"code\":429}}")),
        Arguments.of("rate_limited", Script.answer("{\"error\":\"Slow down\",\"code\":\"429\"}")),
        Arguments.of("provider_error", Script.answer("{\"object\":\"error\",\"message\":\"x\"}")),
        Arguments.of("provider_error", Script.answer("{\"detail\":\"x\"}")),
        Arguments.of("malformed_event", Script.answer("{\"choices\":null}")),
        Arguments.of("malformed_event", Script.answer("{}")),
        Arguments.of("malformed_event", Script.answer("")),
        Arguments.of(
            "malformed_event", Script.answer("<html>Busy</html>").contentType("text/html")),
        Arguments.of(
            "malformed_event",
            Script.raw("<!doctype html><p>Busy</p>").contentType("Text/HTML; charset=utf-8")),
        Arguments.of("provider_error", raw("{\"object\":\"error\",\"message\":\"x\"}")),
        Arguments.of("rate_limited", raw("{\"object\":\"error\",\"message\":\"x\",\"code\":429}")),
        Arguments.of("provider_unauthorized", raw("{\"code\":401,\"message\":\"No\"}")),
        Arguments.of("rate_limited", raw("{\"error\":true,\"message\":\"x\",\"status\":429}")),
        Arguments.of("rate_limited", raw("{\"error_code\":429,\"error_msg\":\"x\"}")),
        Arguments.of("provider_error", Script.raw("event: error\ndata: Overloaded\n\n")),
        Arguments.of(
            "context_length_exceeded",
            Script.raw("event: error\ndata: {\"message\":\"The prompt is too long\"}\n\n")),
        Arguments.of("empty_answer", Script.raw(DONE)),
        Arguments.of("empty_answer", raw("{\"choices\":null}")),
        Arguments.of("empty_answer", raw("{\"choices\":[]}")),
        Arguments.of("stream_broken", Script.raw("data: {\"choices\":[]}\n\n")),
        Arguments.of("stream_broken", Script.raw()),
        Arguments.of("stream_broken", Script.raw("Busy, sorry\n").contentType("text/plain")));
  }

  private static Script raw(String event) {
    return Script.raw("data: " + event + "\n\n" + DONE);
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void anAnswerThatIsNoneIsAFailureThatIsTold(String code, Script script) throws Exception {
    Failed failed = assertInstanceOf(Failed.class, end(script, PATIENT));
    assertEquals(code, failed.code().wire());
    assertEquals("", heard.text());
  }

  static Stream<Script> whole() {
    return Stream.of(
        Script.raw(HELLO, FINISH, USAGE, DONE).leftOpen(),
        Script.raw(HELLO, FINISH, USAGE, MORE),
        Script.raw(HELLO, FINISH, USAGE, MORE, MORE).leftOpen(),
        Script.raw(HELLO, FINISH, USAGE).leftOpen(),
        Script.raw(HELLO, FINISH, ": still here\n\n", USAGE, ": and here\n\n").leftOpen());
  }

  @ParameterizedTest
  @MethodSource("whole")
  void anAnswerIsOverWhenItIsWhole(Script script) throws Exception {
    long begin = System.nanoTime();
    Completed end = assertInstanceOf(Completed.class, end(script, PATIENT));
    assertEquals("Hello", heard.text());
    assertEquals(7, end.usage().orElseThrow().completionTokens());
    assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(5), "in good time");
    Await.until("nothing is left open", () -> server.lastRequest().answered().isDone());
  }

  @Test
  void anEmptyFinishReasonIsNone() throws Exception {
    String unfinished = HELLO.replace("null", "\"\"");
    Failed failed = assertInstanceOf(Failed.class, end(Script.raw(unfinished), PATIENT));
    assertEquals(FailureCode.STREAM_BROKEN, failed.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw-deflate"})
  void aCompressedStreamIsReadAsItComes(String coding) throws Exception {
    server.script(
        "m", Script.text("one two three").encoded(coding).pieces(5).stallAfter(2, Script.FOREVER));
    Generation generation = generate(PATIENT);
    Await.until("the first words", () -> heard.text().equals("one two"));
    generation.cancel();

    Heard all = new Heard();
    server.script("m", Script.text("one two three").encoded(coding));
    provider(PATIENT).generate(prompt(), all);
    assertInstanceOf(Completed.class, all.end());
    assertEquals("one two three", all.text());
  }

  @Test
  void aCompressedErrorIsReadAndAnUnknownCodingIsTold() throws Exception {
    Failed failed =
        assertInstanceOf(
            Failed.class, end(Script.error(404, "x", "no such model").encoded("gzip"), PATIENT));
    assertEquals(FailureCode.MODEL_NOT_FOUND, failed.code());

    server.script("m", Script.text("x").encoded("br"));
    server.encodeModels("br");
    Heard other = new Heard();
    try (Logged log = new Logged(StreamingCall.class.getName());
        OpenAiProvider provider = provider(PATIENT)) {
      provider.generate(prompt(), other);
      assertEquals(FailureCode.MALFORMED_EVENT, other.failure().code());
      assertTrue(log.text().contains("test cannot be decoded: Content-Encoding br"), log.text());
      ProviderFailure list = assertThrows(ProviderFailure.class, provider::models);
      assertEquals(FailureCode.MALFORMED_EVENT, list.code());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void aCompressedListIsRead(String coding) {
    server.encodeModels(coding);
    try (OpenAiProvider provider = provider(PATIENT)) {
      assertEquals(2, provider.models().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void commentsAreASignOfLife(int after) throws Exception {
    Timeouts hasty = new Timeouts(LONG, Duration.ofMillis(400), Duration.ofMillis(400), LONG);
    Script script = Script.text("one two three").commentsAfter(after, 8, Duration.ofMillis(100));
    assertInstanceOf(Completed.class, end(script, hasty));
    assertEquals("one two three", heard.text());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void commentsAloneHaveTheirLimit(int after) throws Exception {
    Timeouts hasty =
        new Timeouts(LONG, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(900));
    Script script = Script.text("one two three").commentsAfter(after, 300, Duration.ofMillis(50));
    Failed failed = assertInstanceOf(Failed.class, end(script, hasty));
    assertEquals(FailureCode.PROVIDER_TIMEOUT, failed.code());
  }

  @Test
  void aConnectionThatTheProviderHasClosedIsNotTheEnd() throws Exception {
    server.script("m", Script.text("Hello"));
    try (OpenAiProvider provider = provider(PATIENT)) {
      assertEquals(2, provider.models().size() - 1);
      for (int n = 0; n < 3; n++) {
        server.closeReused(5);
        Heard each = new Heard();
        provider.generate(prompt(), each);
        assertInstanceOf(Completed.class, each.end(), () -> each.events().toString());
        assertEquals("Hello", each.text());
      }
      server.closeReused(1);
      assertFalse(provider.models().isEmpty());
    }
    assertEquals(3, server.requests().size());
  }

  /// It may have reached the provider: somebody else is asked, not the same twice.
  @Test
  void aConnectionThatBreaksIsNoReasonToAskTwice() throws Exception {
    try (OpenAiProvider provider = provider(PATIENT)) {
      server.script("m", Script.text("Hello").resetAfter(0));
      provider.generate(prompt(), heard);
      assertEquals(FailureCode.STREAM_BROKEN, heard.failure().code());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void eachRequestHasTheQueryAndTheHeadersOfTheAddress() throws Exception {
    Endpoint endpoint =
        new Endpoint(
            "test",
            URI.create(server.baseUrl() + "/?api-version=2024-10-21"),
            Optional.of(new ApiKey("sk-1")),
            Map.of("api-key", "x", "authorization", "Basic eA=="),
            List.of());
    server.script("m", Script.text("Hello"));
    try (OpenAiProvider provider = provider(endpoint)) {
      provider.generate(prompt(), heard);
      assertInstanceOf(Completed.class, heard.end());
      assertFalse(provider.models().isEmpty());
    }
    for (var request : List.of(server.lastRequest(), server.listRequests().getLast())) {
      assertTrue(request.path().endsWith("?api-version=2024-10-21"), request.path());
      assertEquals(Optional.of("x"), request.header("api-key"));
      assertEquals(Optional.of("Basic eA=="), request.header("authorization"));
    }
  }

  @Test
  void aProviderWhoseSettingsAreWrongSaysSo() throws Exception {
    Endpoint endpoint =
        new Endpoint(
            "test",
            Endpoint.NOWHERE,
            Optional.empty(),
            Map.of(),
            List.of("m"),
            Dialect.STANDARD,
            PATIENT,
            Optional.of("parley.llm.providers.test.base-url is missing"));
    try (OpenAiProvider provider = provider(endpoint)) {
      provider.generate(prompt(), heard);
      assertEquals(
          "The provider test cannot be asked: parley.llm.providers.test.base-url is missing."
              + " The operator of this server can correct it.",
          heard.failure().detail());
    }
  }

  private GenerationEvent end(Script script, Timeouts timeouts) throws Exception {
    server.script("m", script);
    generate(timeouts);
    return heard.end();
  }

  private Generation generate(Timeouts timeouts) {
    return provider(timeouts).generate(prompt(), heard);
  }

  private OpenAiProvider provider(Timeouts timeouts) {
    return provider(
        new Endpoint("test", server.baseUrl(), Optional.empty(), Map.of(), List.of())
            .within(timeouts));
  }

  private static OpenAiProvider provider(Endpoint endpoint) {
    return new OpenAiProvider(
        endpoint,
        new Bulkhead("test", Bulkhead.Limits.DEFAULT, Clock.systemUTC()),
        OpenAiProvider.Room.of(1024 * 1024, 1024 * 1024),
        ModelCapabilities.alone(Clock.systemUTC()));
  }

  private static Prompt prompt() {
    return Prompt.of(new ModelId("test", "m"), PromptMessage.user("Say something"));
  }
}

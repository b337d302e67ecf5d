package io.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.llm.AnswerMemory;
import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.ProviderFailure;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A provider's stream of events on its way to the caller: each event as it came, with Parley's
/// name for the model. What comes in together goes out together.
///
/// No event goes out before the model has begun to answer: until then another one can still be
/// asked in its place, and a failure can still have its status. Comments do, if the wait is long:
/// then the status is 200, and another model can be asked all the same.
final class EventRelay implements RelayCall.Reader, AutoCloseable {
  /// A failure within this time has its status, whatever comments came before it.
  private static final Duration HELD_BACK = Duration.ofSeconds(1);

  private static final byte[] DATA = ascii("data:");
  private static final byte[] EVENT = ascii("event:");
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int READY = 2 * 1024;
  private static final String DONE = "[DONE]";

  private final Relay relay;
  private final byte[] model;
  private final int choices;
  private final Outlet caller;
  private final TopLevelFields fields = new TopLevelFields();
  private final AnswerMemory.Hold memory;
  private final Lines lines;
  private final long startedAt = System.nanoTime();
  private ByteArrayOutputStream ready = new ByteArrayOutputStream(READY);
  private Optional<ProviderFailure> told = Optional.empty();
  private boolean first = true;
  private boolean idle;
  private boolean inEvent;
  private boolean error;
  private boolean begun;
  private boolean done;
  private int finished;

  /// @param choices how many the caller wants
  EventRelay(Relay relay, ModelId model, int choices, Outlet caller) {
    this.relay = relay;
    this.model = Json.write(model.toString()).getBytes(StandardCharsets.UTF_8);
    this.choices = Math.max(1, choices);
    this.caller = caller;
    this.memory = relay.eventMemory();
    this.lines = new Lines(this::line, memory);
  }

  @Override
  public void accepted(List<String> omitted) {
    caller.omit(omitted);
  }

  @Override
  public boolean read(ByteBuffer bytes) throws IOException {
    idle = true;
    try {
      lines.add(bytes);
    } catch (ProviderFailure | AnswerMemory.NoRoom e) {
      // What was said before it stands.
      if (begun) {
        flush();
      }
      throw e;
    }
    // what is held back until the model begins has its end too
    memory.grow(ready.size());
    if (begun) {
      flush();
    }
    return begun;
  }

  @Override
  public boolean isIdle() {
    return idle && lines.isIdle();
  }

  @Override
  public boolean isWhole() {
    return finished >= choices;
  }

  @Override
  public boolean isOver() {
    return done;
  }

  @Override
  public void end() throws IOException {
    if (!begun) {
      throw told.orElseGet(
          () -> relay.failure(done ? FailureCode.EMPTY_ANSWER : FailureCode.STREAM_BROKEN));
    }
    if (!done && finished == 0) {
      throw relay.failure(FailureCode.STREAM_BROKEN);
    }
    if (inEvent) {
      ready.write('\n');
    }
    if (!done) {
      // Servers that spare themselves the last line: OpenAI's clients wait for it.
      ready.writeBytes(ascii("data: [DONE]\n\n"));
    }
    flush();
  }

  @Override
  public void close() {
    memory.close();
  }

  private void flush() throws IOException {
    if (ready.size() > 0) {
      caller.send(ready::writeTo);
      if (ready.size() > AnswerMemory.FREE_BYTES) {
        ready = new ByteArrayOutputStream(READY);
      } else {
        ready.reset();
      }
      memory.shrink(lines.size());
    }
  }

  private void line(byte[] bytes, int from, int to) throws IOException {
    int start = first && startsWith(MARK, bytes, from, to) ? from + MARK.length : from;
    first = false;
    if (done) {
      return;
    }
    switch (bytes[start]) {
      case ':' -> comment(bytes, start, to);
      case '\n', '\r' -> emptyLine(bytes, start, to);
      default -> field(bytes, start, to);
    }
  }

  private void comment(byte[] bytes, int from, int to) throws IOException {
    if (begun || System.nanoTime() - startedAt < HELD_BACK.toNanos()) {
      ready.write(bytes, from, to - from);
      return;
    }
    caller.keepAlive(out -> {
      out.write(bytes, from, to - from);
      out.write('\n');
    });
  }

  private void emptyLine(byte[] bytes, int from, int to) {
    if (begun || inEvent) {
      ready.write(bytes, from, to - from);
    }
    inEvent = false;
    error = false;
  }

  private void field(byte[] bytes, int from, int to) throws IOException {
    idle = false;
    if (!startsWith(DATA, bytes, from, to)) {
      error = startsWith(EVENT, bytes, from, to) ? isError(bytes, from, to) : error;
      ready.write(bytes, from, to - from);
      inEvent = true;
      return;
    }
    int start = from + DATA.length;
    while (start < to && bytes[start] == ' ') {
      start++;
    }
    if (error) {
      throw relay.failure(text(bytes, start, to));
    }
    inEvent = true;
    if (start < to && bytes[start] == '{') {
      event(bytes, from, start, to);
    } else {
      done = text(bytes, start, to).strip().equals(DONE);
      ready.write(bytes, from, to - from);
    }
  }

  private static boolean isError(byte[] bytes, int from, int to) {
    return text(bytes, from + EVENT.length, to).strip().equals("error");
  }

  private void event(byte[] bytes, int from, int start, int to) throws IOException {
    fields.scan(bytes, start, to);
    if (fields.hasError()) {
      Optional<ProviderFailure> failure = relay.failureIn(text(bytes, start, to));
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
    finished += fields.finished();
    begun = begun || fields.finished() > 0 || begins(bytes, start, to);
    if (begun && to - from > AnswerMemory.FREE_BYTES) {
      flush();
      caller.send(out -> named(out, bytes, from, to));
    } else {
      named(ready, bytes, from, to);
    }
  }

  /// The event with Parley's name for the model.
  private void named(OutputStream out, byte[] bytes, int from, int to) throws IOException {
    if (fields.modelFrom() < 0) {
      out.write(bytes, from, to - from);
      return;
    }
    out.write(bytes, from, fields.modelFrom() - from);
    out.write(model, 0, model.length);
    out.write(bytes, fields.modelTo(), to - fields.modelTo());
  }

  private boolean begins(byte[] bytes, int from, int to) {
    if (carriesToken(bytes, from, to)) {
      return true;
    }
    if (told.isEmpty() && !fields.hasItems()) {
      told = relay.failureInPlaceOfAnswer(text(bytes, from, to));
    }
    return false;
  }

  /// Whether an event is more than the empty "role" chunk that many providers send at once, long
  /// before their model has begun.
  private static boolean carriesToken(byte[] bytes, int from, int to) {
    try {
      for (JsonNode choice : Json.MAPPER.readTree(bytes, from, to - from).path("choices")) {
        boolean carries =
            choice.path("delta").properties().stream()
                .anyMatch(field -> !field.getKey().equals("role") && !isEmpty(field.getValue()));
        if (carries) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException e) {
      // Passed on as it is: the caller's client says what it thinks of it.
      return true;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || (value.isTextual() && value.asText().isEmpty());
  }

  private static boolean startsWith(byte[] prefix, byte[] bytes, int from, int to) {
    return to - from >= prefix.length
        && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

package io.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.llm.AnswerMemory;
import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// A provider's stream of events on its way to the caller: each event as it came, with Parley's
/// name for the model. What comes in together goes out together.
///
/// Nothing goes out before the model has begun to answer: until then another one can still be asked
/// in its place, and a failure can still have its status.
final class EventRelay implements RelayCall.Reader, AutoCloseable {
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
  private static final int READY = 2 * 1024;
  private static final String DONE = "[DONE]";
  private static final Pattern FINISH = Pattern.compile("\"finish_reason\"\\s*:\\s*\"");

  private final Relay relay;
  private final byte[] model;
  private final Exchange exchange;
  private final TopLevel fields = new TopLevel();
  private final AnswerMemory.Hold memory;
  private final Lines lines;
  private ByteArrayOutputStream ready = new ByteArrayOutputStream(READY);
  private final LastEvents last = new LastEvents();
  private boolean begun;
  private boolean done;

  EventRelay(Relay relay, ModelId model, Exchange exchange) {
    this.relay = relay;
    this.model = Json.write(model.toString()).getBytes(StandardCharsets.UTF_8);
    this.exchange = exchange;
    this.memory = relay.eventMemory();
    this.lines = new Lines(this::line, memory);
  }

  @Override
  public void accepted(List<String> omitted) {
    exchange.omit(omitted);
  }

  @Override
  public boolean read(ByteBuffer bytes) throws IOException {
    lines.add(bytes);
    // what is held back until the model begins has its end too
    memory.grow(ready.size());
    if (begun) {
      flush();
    }
    return begun;
  }

  @Override
  public void end() throws IOException {
    if (!done && !last.match()) {
      throw relay.failure(FailureCode.STREAM_BROKEN);
    }
    begun = true;
    if (!done) {
      // Servers that spare themselves the last line: OpenAI's clients wait for it.
      ready.writeBytes("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
    }
    flush();
  }

  @Override
  public void close() {
    memory.close();
  }

  private void flush() throws IOException {
    if (ready.size() > 0) {
      exchange.send(ready);
      if (ready.size() > AnswerMemory.FREE_BYTES) {
        ready = new ByteArrayOutputStream(READY);
      } else {
        ready.reset();
      }
      memory.shrink(lines.size());
    }
  }

  private void line(byte[] bytes, int from, int to) throws IOException {
    if (!startsWithData(bytes, from, to)) {
      // Comments are for whoever waits; nobody waits for an event that is held back.
      if (begun || bytes[from] != ':') {
        ready.write(bytes, from, to - from);
      }
      return;
    }
    int start = from + DATA.length;
    while (start < to && bytes[start] == ' ') {
      start++;
    }
    if (start < to && bytes[start] == '{') {
      event(bytes, from, start, to);
    } else {
      done |= new String(bytes, start, to - start, StandardCharsets.UTF_8).strip().equals(DONE);
      ready.write(bytes, from, to - from);
    }
  }

  private void event(byte[] bytes, int from, int start, int to) throws IOException {
    fields.scan(bytes, start, to);
    if (fields.hasError()) {
      throw relay.failure(new String(bytes, start, to - start, StandardCharsets.UTF_8));
    }
    last.add(bytes, start, to);
    begun = begun || carriesToken(bytes, start, to);
    if (fields.modelFrom() < 0) {
      ready.write(bytes, from, to - from);
      return;
    }
    ready.write(bytes, from, fields.modelFrom() - from);
    ready.write(model, 0, model.length);
    ready.write(bytes, fields.modelTo(), to - fields.modelTo());
  }

  /// Whether an event is more than the empty "role" chunk that many providers send at once, long
  /// before their model has begun.
  private static boolean carriesToken(byte[] bytes, int from, int to) {
    try {
      for (JsonNode choice : Json.MAPPER.readTree(bytes, from, to - from).path("choices")) {
        boolean carries =
            choice.path("delta").properties().stream()
                .anyMatch(field -> !field.getKey().equals("role") && !isEmpty(field.getValue()));
        if (carries || choice.hasNonNull("finish_reason")) {
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

  private static boolean startsWithData(byte[] bytes, int from, int to) {
    if (to - from < DATA.length) {
      return false;
    }
    for (int at = 0; at < DATA.length; at++) {
      if (bytes[from + at] != DATA[at]) {
        return false;
      }
    }
    return true;
  }

  /// The last two events: the finish reason is in one of them, before it the usage.
  private static final class LastEvents {
    /// A large event is not kept; what would be looked for in it is looked for at once.
    private static final int MOST_BYTES = 16 * 1024;

    private static final byte[] NOTHING = {};

    private static final byte[] FINISHED =
        "\"finish_reason\":\"\"".getBytes(StandardCharsets.US_ASCII);

    private ByteArrayOutputStream last = new ByteArrayOutputStream(512);
    private ByteArrayOutputStream before = new ByteArrayOutputStream(512);

    void add(byte[] bytes, int from, int to) {
      if (to - from > MOST_BYTES) {
        boolean finished =
            FINISH.matcher(new String(bytes, from, to - from, StandardCharsets.UTF_8)).find();
        add(finished ? FINISHED : NOTHING, 0, finished ? FINISHED.length : 0);
        return;
      }
      ByteArrayOutputStream free = before;
      before = last;
      last = free;
      last.reset();
      last.write(bytes, from, to - from);
    }

    boolean match() {
      return FINISH.matcher(last.toString(StandardCharsets.UTF_8)).find()
          || FINISH.matcher(before.toString(StandardCharsets.UTF_8)).find();
    }
  }
}

package io.parley.llm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Reads server-sent events (WHATWG HTML, section 9.2.6) from bytes: any line ending, comments and
/// unknown fields skipped, one leading byte order mark dropped. Works on bytes up to the end of a
/// line, so that a character may be cut by the network anywhere.
final class SseReader {
  private static final int SHORT_LINE = 1024;

  /// What ends a stream of OpenAI's kind.
  static final String DONE = "[DONE]";

  /// `name` is empty where the stream gives none.
  record Event(String name, String data) {}

  private final InputStream in;
  private final AnswerMemory.Hold memory;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;
  private byte[] line = new byte[SHORT_LINE];
  private boolean afterCarriageReturn;
  private boolean first = true;
  private final Runnable alive;

  /// @param memory for the events, as far as they are large: an event takes it until the next one
  ///   is asked for
  SseReader(InputStream in, AnswerMemory.Hold memory) {
    this(in, memory, () -> {});
  }

  /// @param alive told of whatever comes that is no event: comments, empty lines, parts of an event
  SseReader(InputStream in, AnswerMemory.Hold memory, Runnable alive) {
    this.in = in;
    this.memory = memory;
    this.alive = alive;
  }

  /// The next event; empty at the end of the stream. As the specification has it, an event that the
  /// end cuts off is not one; some servers spare themselves the empty line after `[DONE]`, though.
  ///
  /// @throws AnswerMemory.NoRoom if the event is too large
  Optional<Event> next() throws IOException {
    forgetLargeEvent();
    String name = "";
    StringBuilder data = new StringBuilder();
    boolean hasData = false;
    for (Optional<String> read = readLine(); read.isPresent(); read = readLine()) {
      String text = read.get();
      if (text.isEmpty()) {
        if (hasData) {
          return Optional.of(new Event(name, data.toString()));
        }
        name = "";
        alive.run();
        continue;
      }
      int colon = text.indexOf(':');
      String field = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      if (value.startsWith(" ")) {
        value = value.substring(1);
      }
      if (field.equals("data")) {
        data.append(hasData ? "\n" : "").append(value);
        hasData = true;
        memory.grow(data.length());
      } else if (field.equals("event")) {
        name = value;
      } else if (field.isEmpty()) {
        alive.run();
      }
    }
    return DONE.contentEquals(data) ? Optional.of(new Event(name, DONE)) : Optional.empty();
  }

  private void forgetLargeEvent() {
    if (line.length > AnswerMemory.FREE_BYTES) {
      line = new byte[SHORT_LINE];
    }
    memory.shrink(0);
  }

  private Optional<String> readLine() throws IOException {
    int length = 0;
    while (true) {
      if (position == limit) {
        limit = Math.max(0, in.read(buffer));
        position = 0;
        if (limit == 0) {
          return length == 0 ? Optional.empty() : Optional.of(decode(length));
        }
        if (length > 0) {
          alive.run();
        }
      }
      byte next = buffer[position++];
      boolean secondHalf = next == '\n' && afterCarriageReturn;
      afterCarriageReturn = next == '\r';
      if (secondHalf) {
        continue;
      }
      if (next == '\n' || next == '\r') {
        return Optional.of(decode(length));
      }
      if (length == line.length) {
        int larger = memory.larger(length, length + 1);
        memory.grow(larger);
        line = Arrays.copyOf(line, larger);
      }
      line[length++] = next;
    }
  }

  private String decode(int length) {
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    if (first) {
      first = false;
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
    return text;
  }
}

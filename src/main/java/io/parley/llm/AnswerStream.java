package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/// The events of one streamed answer, as chat completions have them: up to `[DONE]`, or to the end
/// of a stream that has told its finish reason. Sees what langchain4j does not: errors in
/// mid-stream, and ends that are none. Looks at an event's text first and parses only what it must.
final class AnswerStream implements AutoCloseable {
  private static final Pattern FINISH = Pattern.compile("\"finish_reason\"\\s*:\\s*\"[^\"]");

  /// As a field may look that tells of one; whether it does, the parsed event says.
  private static final Pattern ERROR = Pattern.compile("\"error\"\\s*[:,}]|\"error_(?:code|msg)\"");

  private final String provider;
  private final AnswerMemory.Hold memory;
  private final SseReader reader;
  private boolean begun;
  private boolean finished;

  /// What an event before the answer says that may be an error.
  private Optional<ProviderFailure> told = Optional.empty();

  /// @param alive told when something comes that is no event; see [SseReader]
  AnswerStream(String provider, InputStream in, AnswerMemory.Hold memory, Runnable alive) {
    this.provider = provider;
    this.memory = memory;
    this.reader = new SseReader(in, memory, alive);
  }

  /// The next event; empty at a proper end.
  ///
  /// @throws IOException if the stream breaks, or ends before the answer does
  /// @throws ProviderFailure if the event tells of one
  Optional<SseReader.Event> next() throws IOException {
    Optional<SseReader.Event> next = read();
    if (next.isEmpty() || next.get().data().equals(SseReader.DONE)) {
      if (!begun) {
        throw told.orElseGet(() -> new ProviderFailure(provider, FailureCode.EMPTY_ANSWER));
      }
      return Optional.empty();
    }
    String data = next.get().data();
    if (next.get().name().equals("error")) {
      throw ErrorBody.told(provider, data);
    }
    if (ERROR.matcher(data).find()) {
      ErrorBody.in(provider, data).ifPresent(AnswerStream::fail);
    }
    finished |= FINISH.matcher(data).find();
    begun = begun || finished || carriesToken(data);
    if (!begun && told.isEmpty()) {
      told = ErrorBody.inPlaceOfAnswer(provider, data);
    }
    return next;
  }

  /// Whether the answer is whole: what follows it, if anything, is its usage.
  boolean finished() {
    return finished;
  }

  /// Whether the model has begun to answer, if only to think.
  boolean begun() {
    return begun;
  }

  /// Gives the memory of the last event back.
  @Override
  public void close() {
    memory.close();
  }

  private Optional<SseReader.Event> read() throws IOException {
    try {
      Optional<SseReader.Event> next = reader.next();
      if (next.isEmpty() && !finished) {
        told.ifPresent(AnswerStream::fail);
        throw new IOException("the stream ended before the reply");
      }
      return next;
    } catch (AnswerMemory.NoRoom e) {
      throw new ProviderFailure(provider, e.code(), e);
    } catch (IOException e) {
      if (finished) {
        // The text is whole: what broke after it is no loss.
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void fail(ProviderFailure failure) {
    throw failure;
  }

  /// Whether an event is more than the empty "role" chunk that many providers send at once, long
  /// before their model has begun.
  private static boolean carriesToken(String data) {
    JsonNode delta = parse(data).path("choices").path(0).path("delta");
    return delta.properties().stream()
        .anyMatch(field -> !field.getKey().equals("role") && !isEmpty(field.getValue()));
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || (value.isTextual() && value.asText().isEmpty());
  }

  private static JsonNode parse(String data) {
    try {
      return Json.MAPPER.readTree(data);
    } catch (JsonProcessingException e) {
      // Langchain4j finds out as well, and reports it.
      return Json.MAPPER.missingNode();
    }
  }
}

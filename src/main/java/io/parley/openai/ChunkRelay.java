package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.AnswerMemory;
import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.ProviderFailure;
import io.parley.llm.Relay;
import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A provider's stream of events, read chunk by chunk for something that is made of them. The
/// counterpart of [EventRelay], which only passes them on.
final class ChunkRelay implements Telling.Stream {
  private static final String DATA = "data:";
  private static final String DONE = "[DONE]";

  private final Relay relay;
  private final ModelId model;
  private final Telling.Chunks chunks;
  private final Exchange exchange;
  private final AnswerMemory.Hold memory;
  private final Lines lines;
  private Optional<ProviderFailure> told = Optional.empty();
  private boolean idle;
  private boolean begun;
  private boolean finished;
  private boolean ended;

  ChunkRelay(Relay relay, ModelId model, Telling.Chunks chunks, Exchange exchange) {
    this.relay = relay;
    this.model = model;
    this.chunks = chunks;
    this.exchange = exchange;
    this.memory = relay.eventMemory();
    this.lines = new Lines(this::line, memory);
  }

  @Override
  public boolean read(ByteBuffer bytes) throws IOException {
    idle = true;
    lines.add(bytes);
    memory.shrink(lines.size());
    return begun;
  }

  @Override
  public boolean isIdle() {
    return idle && lines.isIdle();
  }

  @Override
  public boolean isWhole() {
    return finished;
  }

  @Override
  public boolean isOver() {
    return ended;
  }

  @Override
  public void end() throws IOException {
    if (!finished && !ended) {
      throw told.orElseGet(() -> relay.failure(FailureCode.STREAM_BROKEN));
    }
    finish();
  }

  @Override
  public void close() {
    memory.close();
  }

  /// @throws io.parley.llm.ProviderFailure if it is no JSON object
  static ObjectNode object(byte[] json, Relay relay) {
    try {
      if (Json.MAPPER.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw OpenAiError.of(relay.failure(FailureCode.MALFORMED_EVENT));
    }
    throw OpenAiError.of(relay.failure(FailureCode.MALFORMED_EVENT));
  }

  private void line(byte[] bytes, int from, int to) throws IOException {
    String line = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
    idle &= line.isEmpty() || line.startsWith(":");
    if (line.startsWith(DATA)) {
      data(line.substring(DATA.length()).strip());
    } else if (line.startsWith(":") && exchange.hasBegun()) {
      // A sign of life, for who waits.
      ByteArrayOutputStream comment = new ByteArrayOutputStream();
      comment.write(bytes, from, to - from);
      comment.write('\n');
      exchange.send(comment);
    }
  }

  private void data(String data) throws IOException {
    if (data.equals(DONE)) {
      finished = true;
      finish();
    } else if (!data.isEmpty()) {
      chunk(data);
    }
  }

  private void chunk(String data) throws IOException {
    ObjectNode chunk = object(data);
    requireAnswer(chunk, data);
    chunk.put("model", model.toString());
    for (JsonNode choice : chunk.path("choices")) {
      finished |= choice.hasNonNull("finish_reason");
    }
    begun = begun || EventRelay.carriesToken(chunk);
    try {
      chunks.chunk(chunk);
    } catch (Telling.TooLong e) {
      throw relay.failure(FailureCode.ANSWER_TOO_LARGE);
    }
  }

  private void requireAnswer(ObjectNode chunk, String data) {
    if (data.contains("error")) {
      relay.failureIn(data).ifPresent(ChunkRelay::fail);
    }
    if (!begun && told.isEmpty() && chunk.path("choices").isEmpty()) {
      told = relay.failureInPlaceOfAnswer(data);
    }
  }

  private static void fail(ProviderFailure failure) {
    throw failure;
  }

  private ObjectNode object(String data) {
    try {
      if (Json.MAPPER.readTree(data) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw relay.failure(FailureCode.MALFORMED_EVENT);
    }
    throw relay.failure(FailureCode.MALFORMED_EVENT);
  }

  /// Some servers leave the connection open after the last event, others spare themselves that.
  private void finish() throws IOException {
    if (!ended) {
      ended = true;
      chunks.end();
    }
  }
}

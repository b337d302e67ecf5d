package io.parley.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.ProviderFailure;
import io.parley.llm.Relay;
import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads the answer that passes through, for something that is made of it. What comes here is an
/// answer already: [EventRelay] and [WholeAnswer] have seen to that, and to the model's name.
final class ChunkOutlet implements Outlet {
  private static final String DATA = "data:";
  private static final String DONE = "[DONE]";
  private static final int USUAL = 2 * 1024;

  /// Of an answer in one piece: as objects, it takes several times as much.
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final Relay relay;
  private final ModelId model;
  private final Telling telling;
  private final Exchange exchange;
  private Optional<Telling.Chunks> chunks = Optional.empty();

  ChunkOutlet(Relay relay, ModelId model, Telling telling, Exchange exchange) {
    this.relay = relay;
    this.model = model;
    this.telling = telling;
    this.exchange = exchange;
  }

  @Override
  public void omit(List<String> parameters) {
    exchange.omit(parameters);
  }

  @Override
  public void answer(int length, Writing json) throws IOException {
    if (length > MOST_BYTES) {
      throw OpenAiError.of(relay.failure(FailureCode.ANSWER_TOO_LARGE));
    }
    exchange.answer(telling.whole(completion(length, json)));
  }

  private ObjectNode completion(int length, Writing json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
    json.to(bytes);
    try {
      return object(bytes.toByteArray());
    } catch (ProviderFailure e) {
      throw OpenAiError.of(e);
    }
  }

  /// Whole lines, always.
  @Override
  public void send(Writing events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);
    events.to(bytes);
    for (String line : bytes.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      line(line.strip());
    }
  }

  @Override
  public void keepAlive(Writing comment) throws IOException {
    exchange.keepAlive(comment);
  }

  private void line(String line) throws IOException {
    if (line.startsWith(":")) {
      byte[] comment = (line + "\n\n").getBytes(StandardCharsets.UTF_8);
      exchange.keepAlive(out -> out.write(comment));
    } else if (line.startsWith(DATA)) {
      data(line.substring(DATA.length()).strip());
    }
  }

  private void data(String data) throws IOException {
    Telling.Chunks taker = chunks.orElseGet(telling::chunks);
    chunks = Optional.of(taker);
    if (data.equals(DONE)) {
      taker.end();
    } else if (!data.isEmpty()) {
      ObjectNode chunk = object(data.getBytes(StandardCharsets.UTF_8));
      try {
        taker.chunk(chunk);
      } catch (Telling.TooLong e) {
        throw relay.failure(FailureCode.ANSWER_TOO_LARGE);
      }
    }
  }

  /// @throws ProviderFailure if it is none
  private ObjectNode object(byte[] json) {
    try {
      if (Json.MAPPER.readTree(json) instanceof ObjectNode object) {
        if (!object.hasNonNull("model")) {
          object.put("model", model.toString());
        }
        return object;
      }
    } catch (IOException e) {
      throw relay.failure(FailureCode.MALFORMED_EVENT);
    }
    throw relay.failure(FailureCode.MALFORMED_EVENT);
  }
}

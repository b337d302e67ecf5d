package io.parley.openai;

import io.parley.llm.AnswerMemory;
import io.parley.llm.ModelId;
import io.parley.llm.RelayCall;
import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A provider's answer in one piece.
final class WholeAnswer implements RelayCall.Reader, AutoCloseable {
  private final AnswerMemory.Hold memory;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile List<String> omitted = List.of();

  /// @param memory that it takes until it is closed
  WholeAnswer(AnswerMemory.Hold memory) {
    this.memory = memory;
  }

  @Override
  public void accepted(List<String> parameters) {
    omitted = parameters;
  }

  /// The parameters that the model answered without.
  List<String> omitted() {
    return omitted;
  }

  @Override
  public boolean read(ByteBuffer piece) throws IOException {
    memory.grow(bytes.size() + piece.remaining());
    byte[] copy = new byte[piece.remaining()];
    piece.get(copy);
    bytes.writeBytes(copy);
    return true;
  }

  @Override
  public void end() {}

  @Override
  public void close() {
    memory.close();
  }

  /// The answer with Parley's name for the model, and every other byte as it came.
  byte[] as(ModelId model) {
    byte[] json = bytes.toByteArray();
    TopLevel fields = new TopLevel();
    fields.scan(json, 0, json.length);
    if (fields.modelFrom() < 0) {
      return json;
    }
    var named = new ByteArrayOutputStream(json.length + 100);
    named.write(json, 0, fields.modelFrom());
    named.writeBytes(Json.write(model.toString()).getBytes(StandardCharsets.UTF_8));
    named.write(json, fields.modelTo(), json.length - fields.modelTo());
    return named.toByteArray();
  }
}

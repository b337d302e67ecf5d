package io.parley.openai;

import io.parley.llm.AnswerBuffer;
import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A provider's answer in one piece. An answer without the list that it is about is none, whatever
/// its status.
final class WholeAnswer implements RelayCall.Reader, AutoCloseable {
  /// Of what is no answer, so much is looked at.
  private static final int MOST_ERROR_BYTES = 64 * 1024;

  private final Relay relay;
  private final AnswerBuffer buffer;
  private final TopLevelFields fields;
  private boolean idle;

  private volatile List<String> omitted = List.of();

  /// @param list the field of the answer that must be a list with something in it
  WholeAnswer(Relay relay, String list) {
    this.relay = relay;
    this.buffer = new AnswerBuffer(relay.answerMemory());
    this.fields = new TopLevelFields(list);
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
    idle = !buffer.add(piece);
    return buffer.length() > 0;
  }

  @Override
  public boolean isIdle() {
    return idle;
  }

  /// @throws io.parley.llm.ProviderFailure if it is no answer
  @Override
  public void end() {
    fields.scan(buffer.bytes(), 0, buffer.length());
    if (fields.hasError()) {
      relay.failureIn(text()).ifPresent(WholeAnswer::fail);
    }
    if (!fields.hasItems()) {
      relay.failureInPlaceOfAnswer(text()).ifPresent(WholeAnswer::fail);
      throw relay.failure(FailureCode.MALFORMED_EVENT);
    }
    if (!fields.isWhole()) {
      throw relay.failure(FailureCode.STREAM_BROKEN);
    }
  }

  private String text() {
    return buffer.text(MOST_ERROR_BYTES);
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }

  @Override
  public void close() {
    buffer.close();
  }

  /// Passes the answer on with Parley's name for the model, and every other byte as it came.
  void send(ModelId model, Outlet caller) throws IOException {
    byte[] bytes = buffer.bytes();
    int length = buffer.length();
    int from = fields.modelFrom();
    int to = fields.modelTo();
    if (from < 0) {
      caller.answer(length, out -> out.write(bytes, 0, length));
      return;
    }
    byte[] name = Json.write(model.toString()).getBytes(StandardCharsets.UTF_8);
    caller.answer(
        length - (to - from) + name.length,
        out -> {
          out.write(bytes, 0, from);
          out.write(name);
          out.write(bytes, to, length - to);
        });
  }
}

package io.parley.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.FailureCode;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A chat completion told as a response.
final class ResponseTelling implements Telling {
  private final ResponseDocument document;
  private final Exchange exchange;
  private final UnaryOperator<ObjectNode> keep;
  private Optional<ResponseChunks> last = Optional.empty();

  ResponseTelling(ResponseDocument document, Exchange exchange, UnaryOperator<ObjectNode> keep) {
    this.document = document;
    this.exchange = exchange;
    this.keep = keep;
  }

  @Override
  public Outlet outlet(Relay relay, ModelId model) {
    return new ChunkOutlet(relay, model, this, exchange);
  }

  @Override
  public Chunks chunks() {
    ResponseChunks chunks = new ResponseChunks(document, Optional.of(exchange), keep);
    last = Optional.of(chunks);
    return chunks;
  }

  @Override
  public ObjectNode whole(ObjectNode completion) {
    try {
      return new ResponseChunks(document, Optional.empty(), keep).whole(completion);
    } catch (IOException e) {
      throw tooLong();
    }
  }

  /// The stream has begun and does not come to its end.
  void fail(OpenAiError error) throws IOException {
    if (last.isPresent()) {
      last.get().fail(error);
    }
  }

  private static OpenAiError tooLong() {
    return OpenAiError.of(
        502,
        OpenAiError.SERVER,
        FailureCode.ANSWER_TOO_LARGE.wire(),
        "The model's reply has more than %,d characters or too many items."
            .formatted(ResponseOutput.MOST_CHARACTERS));
  }
}

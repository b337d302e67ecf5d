package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.AnswerParts;
import io.parley.llm.FailureCode;
import io.parley.llm.FinishReason;
import io.parley.platform.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A response made of a chat completion, as the stream of events that OpenAI documents for it or
/// without one.
final class ResponseChunks implements Telling.Chunks {
  private final ResponseDocument document;
  private final ResponseEvents events;
  private final ResponseOutput output;
  private final UnaryOperator<ObjectNode> keep;
  private boolean begun;
  private FinishReason reason = FinishReason.STOP;
  private JsonNode usage = MissingNode.getInstance();

  /// @param listener to whom the events are sent
  /// @param keep takes the whole response before its end is told, and says what is to be told
  ResponseChunks(
      ResponseDocument document, Optional<Exchange> listener, UnaryOperator<ObjectNode> keep) {
    this.document = document;
    this.events = new ResponseEvents(listener);
    this.output = new ResponseOutput(document.id(), events);
    this.keep = keep;
  }

  @Override
  public void chunk(JsonNode chunk) throws IOException {
    if (chunk.path("model").isTextual()) {
      document.answeredBy(chunk.path("model").asText());
    }
    if (chunk.hasNonNull("usage")) {
      usage = chunk.path("usage");
    }
    JsonNode choice = chunk.path("choices").path(0);
    begin();
    output.add(choice.path("delta"), logprobs(choice));
    end(choice);
  }

  /// All of it at once.
  ///
  /// @throws OpenAiError if the provider says that it is none
  ObjectNode whole(JsonNode completion) throws IOException {
    JsonNode choice = completion.path("choices").path(0);
    if (completion.path("model").isTextual()) {
      document.answeredBy(completion.path("model").asText());
    }
    usage = completion.path("usage");
    end(choice);
    if (reason == FinishReason.ERROR) {
      throw broken();
    }
    output.add(choice.path("message"), logprobs(choice));
    output.close(ending());
    return keep.apply(ended());
  }

  @Override
  public void end() throws IOException {
    begin();
    if (reason == FinishReason.ERROR) {
      fail(broken());
      return;
    }
    output.close(ending());
    ObjectNode response = keep.apply(ended());
    send("response." + response.path("status").asText(), response);
  }

  /// What has come.
  ArrayNode output() {
    return output.json();
  }

  /// Only after it has begun.
  void fail(OpenAiError error) throws IOException {
    send("response.failed", document.failed(output.json(), error));
  }

  private void end(JsonNode choice) {
    if (choice.path("finish_reason").isTextual()) {
      reason = AnswerParts.reason(choice.path("finish_reason").asText());
    }
  }

  private static OpenAiError broken() {
    return OpenAiError.of(
        502,
        OpenAiError.SERVER,
        FailureCode.PROVIDER_ERROR.wire(),
        "The provider ended the reply with an error.");
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      send("response.created", document.inProgress());
      send("response.in_progress", document.inProgress());
    }
  }

  private String ending() {
    return ResponseDocument.isWhole(reason) ? "completed" : "incomplete";
  }

  private ObjectNode ended() {
    return document.ended(output.json(), reason, usage);
  }

  private void send(String type, ObjectNode response) throws IOException {
    events.send(ResponseEvents.of(type, "response", response));
  }

  private static ArrayNode logprobs(JsonNode choice) {
    return choice.path("logprobs").path("content") instanceof ArrayNode told
        ? told
        : Json.MAPPER.createArrayNode();
  }
}

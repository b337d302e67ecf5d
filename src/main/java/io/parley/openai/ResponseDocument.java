package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.FinishReason;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.ModelId;
import io.parley.llm.Usage;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import java.util.List;

/// The `response` object of `/v1/responses`, at each of its moments, and the parts it is made of.
final class ResponseDocument {
  private final String id = "resp_" + Ids.next().toString().replace("-", "");
  private final String messageId = "msg_" + Ids.next().toString().replace("-", "");
  private final JsonNode request;
  private final long created;
  private ModelId model;

  ResponseDocument(ModelId model, JsonNode request, long created) {
    this.model = model;
    this.request = request;
    this.created = created;
  }

  /// It is not always the model that was asked for.
  void answeredBy(ModelId answering) {
    model = answering;
  }

  String messageId() {
    return messageId;
  }

  ObjectNode inProgress() {
    return document("in_progress");
  }

  ObjectNode ended(String text, Completed completed) {
    boolean whole = isWhole(completed);
    ObjectNode response = document(whole ? "completed" : "incomplete");
    response.withArray("output").add(message(text, whole ? "completed" : "incomplete"));
    if (!whole) {
      response
          .putObject("incomplete_details")
          .put(
              "reason",
              completed.reason() == FinishReason.LENGTH ? "max_output_tokens" : "content_filter");
    }
    completed.usage().ifPresent(usage -> response.set("usage", usage(usage)));
    return response;
  }

  ObjectNode failed(String text, OpenAiError error) {
    ObjectNode response = document("failed");
    response.withArray("output").add(message(text, "incomplete"));
    response.putObject("error").put("code", error.code()).put("message", error.sentence());
    return response;
  }

  static boolean isWhole(Completed completed) {
    return switch (completed.reason()) {
      case STOP, REFUSAL, TOOL_CALLS, OTHER -> true;
      case LENGTH, CONTENT_FILTER, ERROR -> false;
    };
  }

  /// The one output item.
  ObjectNode message(String text, String status) {
    ObjectNode message = emptyMessage(status);
    message.withArray("content").add(part(text));
    return message;
  }

  ObjectNode emptyMessage(String status) {
    ObjectNode message = Json.MAPPER.createObjectNode();
    message.put("id", messageId).put("type", "message");
    message.put("status", status).put("role", "assistant").putArray("content");
    return message;
  }

  static ObjectNode part(String text) {
    ObjectNode part = Json.MAPPER.createObjectNode().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  private ObjectNode document(String status) {
    ObjectNode response = Json.MAPPER.createObjectNode();
    response.put("id", id).put("object", "response").put("created_at", created);
    response.put("status", status).put("model", model.toString()).put("store", false);
    response.putNull("error").putNull("incomplete_details").putNull("previous_response_id");
    for (String repeated :
        List.of("instructions", "temperature", "top_p", "max_output_tokens", "user")) {
      response.set(repeated, request.path(repeated).isMissingNode() ? null : request.get(repeated));
    }
    JsonNode metadata = request.path("metadata");
    response.set("metadata", metadata.isObject() ? metadata : Json.MAPPER.createObjectNode());
    response.putObject("text").putObject("format").put("type", "text");
    response.putObject("reasoning").putNull("effort").putNull("summary");
    response.put("parallel_tool_calls", true).put("tool_choice", "auto").putArray("tools");
    response.put("truncation", "disabled").putNull("usage").putArray("output");
    return response;
  }

  private static ObjectNode usage(Usage tokens) {
    ObjectNode usage = Json.MAPPER.createObjectNode();
    usage.put("input_tokens", tokens.promptTokens());
    usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
    usage.put("output_tokens", tokens.completionTokens());
    usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
    usage.put("total_tokens", tokens.promptTokens() + tokens.completionTokens());
    return usage;
  }
}

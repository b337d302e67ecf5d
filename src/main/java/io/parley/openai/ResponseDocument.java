package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.FinishReason;
import io.parley.platform.Json;
import java.time.Clock;
import java.util.List;

/// The `response` object of `/v1/responses`, at each of its moments.
final class ResponseDocument {
  /// Where a request leaves these out, the response has null.
  private static final List<String> REPEATED =
      List.of(
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "previous_response_id",
          "prompt_cache_key",
          "safety_identifier",
          "temperature",
          "top_p",
          "user");

  private final ResponseId id = ResponseId.next();
  private final JsonNode request;
  private final Clock clock;
  private final long created;
  private final boolean store;
  private String model;

  /// @param request as it came, for what the answer repeats of it
  /// @param store whether it is to be kept
  ResponseDocument(String model, JsonNode request, boolean store, Clock clock) {
    this.model = model;
    this.request = request;
    this.store = store;
    this.clock = clock;
    this.created = clock.instant().getEpochSecond();
  }

  ResponseId id() {
    return id;
  }

  /// It is not always the model that was asked for.
  void answeredBy(String answering) {
    model = answering;
  }

  ObjectNode inProgress() {
    return document("in_progress");
  }

  ObjectNode ended(ArrayNode output, FinishReason reason, JsonNode usage) {
    ObjectNode response = document(isWhole(reason) ? "completed" : "incomplete");
    response.set("output", output);
    if (isWhole(reason)) {
      response.put("completed_at", clock.instant().getEpochSecond());
    } else {
      response
          .putObject("incomplete_details")
          .put("reason", reason == FinishReason.LENGTH ? "max_output_tokens" : "content_filter");
    }
    if (usage.isObject()) {
      response.set("usage", usage(usage));
    }
    return response;
  }

  ObjectNode failed(ArrayNode output, OpenAiError error) {
    ObjectNode response = document("failed");
    response.set("output", output);
    // OpenAI's clients know few codes
    boolean busy = error.code().equals("rate_limit_exceeded");
    response
        .putObject("error")
        .put("code", busy ? error.code() : "server_error")
        .put("message", error.sentence());
    return response;
  }

  static boolean isWhole(FinishReason reason) {
    return switch (reason) {
      case STOP, REFUSAL, TOOL_CALLS, OTHER -> true;
      case LENGTH, CONTENT_FILTER, ERROR -> false;
    };
  }

  private ObjectNode document(String status) {
    ObjectNode response = Json.MAPPER.createObjectNode();
    response.put("id", id.toString()).put("object", "response").put("created_at", created);
    response.put("status", status).put("background", false).put("model", model);
    response.put("store", store).putNull("error").putNull("incomplete_details");
    for (String name : REPEATED) {
      response.set(name, request.path(name).isMissingNode() ? null : request.get(name));
    }
    response.set("metadata", orElse("metadata", Json.MAPPER.createObjectNode()));
    response.set("tools", orElse("tools", Json.MAPPER.createArrayNode()));
    response.set("tool_choice", orElse("tool_choice", text("auto")));
    response.set("truncation", orElse("truncation", text("disabled")));
    response.set("service_tier", orElse("service_tier", text("default")));
    response.put("parallel_tool_calls", request.path("parallel_tool_calls").asBoolean(true));
    response.put("top_logprobs", request.path("top_logprobs").asInt(0));
    response.set("text", words());
    ObjectNode reasoning = response.putObject("reasoning");
    for (String name : List.of("effort", "summary")) {
      JsonNode value = request.path("reasoning").path(name);
      reasoning.set(name, value.isMissingNode() ? null : value);
    }
    response.putNull("usage").putNull("completed_at").putArray("output");
    return response;
  }

  private JsonNode orElse(String name, JsonNode otherwise) {
    return request.hasNonNull(name) ? request.get(name) : otherwise;
  }

  private static JsonNode text(String value) {
    return Json.MAPPER.getNodeFactory().textNode(value);
  }

  private ObjectNode words() {
    ObjectNode text = Json.MAPPER.createObjectNode();
    JsonNode format = request.path("text").path("format");
    text.set("format", format.isObject() ? format : ResponseEvents.of("text"));
    text.set("verbosity", request.path("text").path("verbosity").deepCopy());
    if (!request.path("text").hasNonNull("verbosity")) {
      text.put("verbosity", "medium");
    }
    return text;
  }

  private static ObjectNode usage(JsonNode tokens) {
    ObjectNode usage = Json.MAPPER.createObjectNode();
    long input = tokens.path("prompt_tokens").asLong();
    long output = tokens.path("completion_tokens").asLong();
    usage.put("input_tokens", input);
    usage
        .putObject("input_tokens_details")
        .put("cached_tokens", tokens.at("/prompt_tokens_details/cached_tokens").asLong(0))
        .put(
            "cache_write_tokens", tokens.at("/prompt_tokens_details/cache_write_tokens").asLong(0));
    usage.put("output_tokens", output);
    usage
        .putObject("output_tokens_details")
        .put(
            "reasoning_tokens", tokens.at("/completion_tokens_details/reasoning_tokens").asLong(0));
    return usage.put("total_tokens", tokens.path("total_tokens").asLong(input + output));
  }
}

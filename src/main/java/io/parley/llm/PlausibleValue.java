package io.parley.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// Whether a parameter's value is one that OpenAI's API documents. A model that refuses another one
/// is right, and nothing is learnt about the model: otherwise one client's mistake would change
/// everybody's requests.
final class PlausibleValue {
  private static final Set<String> EFFORTS =
      Set.of("none", "minimal", "low", "medium", "high", "xhigh");

  private PlausibleValue() {}

  static boolean of(String name, JsonNode value) {
    return switch (name) {
      case "temperature" -> isBetween(value, 0, 2);
      case "top_p", "min_p" -> isBetween(value, 0, 1);
      case "presence_penalty", "frequency_penalty" -> isBetween(value, -2, 2);
      case "seed", "random_seed", "top_k" -> value.isIntegralNumber();
      case "max_tokens", "max_completion_tokens" ->
          value.isIntegralNumber() && value.asLong() > 0 && value.asLong() <= Parameters.MAX_TOKENS;
      case "stop" -> value.isTextual() || (value.isArray() && value.path(0).isTextual());
      case "stream_options", "logit_bias", "metadata", "reasoning" -> value.isObject();
      case "reasoning_effort" -> EFFORTS.contains(value.asText());
      case "parallel_tool_calls", "store" -> value.isBoolean();
      default -> value.isTextual() || value.isNumber();
    };
  }

  private static boolean isBetween(JsonNode value, double from, double to) {
    return value.isNumber() && value.asDouble() >= from && value.asDouble() <= to;
  }
}

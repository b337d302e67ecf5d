package io.parley.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an entry of a provider's list tells of a model. OpenAI's own list tells nothing; others
/// tell it in one of three forms: lists of parameters and kinds of input (OpenRouter), a list of
/// abilities (Ollama, Cohere, LM Studio), or flags (Mistral, LiteLLM, Fireworks).
final class ListedCapabilities {
  /// The fields that are looked at.
  static final Set<String> FIELDS =
      Set.of(
          "architecture",
          "capabilities",
          "features",
          "input_modalities",
          "supported_parameters",
          "supports_function_calling",
          "supports_image_input",
          "supports_reasoning",
          "supports_system_messages",
          "supports_tools",
          "supports_vision");

  private final JsonNode entry;

  private ListedCapabilities(JsonNode entry) {
    this.entry = entry;
  }

  static Capabilities read(JsonNode entry) {
    return new ListedCapabilities(entry).read();
  }

  private Capabilities read() {
    JsonNode inputs =
        entry.path("architecture").has("input_modalities")
            ? entry.path("architecture").path("input_modalities")
            : entry.path("input_modalities");
    JsonNode parameters = entry.path("supported_parameters");
    JsonNode abilities =
        entry.path("capabilities").isArray() ? entry.path("capabilities") : entry.path("features");
    Capabilities told =
        new Capabilities(
            flag("supports_system_messages"),
            holds(parameters, "temperature"),
            limit(parameters),
            Optional.empty(),
            holds(inputs, "image")
                .or(() -> flag("vision", "supports_vision", "supports_image_input"))
                .or(() -> holds(abilities, "vision", "image")),
            holds(parameters, "tools")
                .or(() -> flag("function_calling", "supports_function_calling", "supports_tools"))
                .or(() -> holds(abilities, "tools", "tool_use", "function_calling")),
            holds(parameters, "reasoning", "reasoning_effort")
                .or(() -> flag("reasoning", "supports_reasoning"))
                .or(() -> holds(abilities, "thinking", "reasoning")));
    return told.isUnknown() ? Capabilities.UNKNOWN : told;
  }

  /// Empty where there is no such list.
  private static Optional<Boolean> holds(JsonNode list, String... names) {
    if (!list.isArray() || list.isEmpty()) {
      return Optional.empty();
    }
    for (JsonNode item : list) {
      if (List.of(names).contains(item.asText())) {
        return Optional.of(true);
      }
    }
    return Optional.of(false);
  }

  private Optional<Boolean> flag(String... names) {
    for (String name : names) {
      JsonNode value =
          entry.path("capabilities").has(name)
              ? entry.path("capabilities").path(name)
              : entry.path(name);
      if (value.isBoolean()) {
        return Optional.of(value.asBoolean());
      }
    }
    return Optional.empty();
  }

  /// Only where one of the two names is listed, and the other is not.
  private static Optional<String> limit(JsonNode parameters) {
    boolean older = holds(parameters, "max_tokens").orElse(false);
    boolean newer = holds(parameters, "max_completion_tokens").orElse(false);
    return older == newer
        ? Optional.empty()
        : Optional.of(older ? "max_tokens" : "max_completion_tokens");
  }
}

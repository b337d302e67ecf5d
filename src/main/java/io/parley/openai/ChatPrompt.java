package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.llm.ModelId;
import io.parley.llm.Parameters;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A chat completion's request as a prompt of text.
final class ChatPrompt {
  private ChatPrompt() {}

  /// @throws OpenAiError if it is not one, or holds more than text
  static Prompt of(ModelId model, JsonNode request) {
    JsonNode messages = request.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw OpenAiError.invalid("messages", "`messages` is a list with at least one message.");
    }
    List<PromptMessage> prompt = new ArrayList<>();
    for (JsonNode message : messages) {
      message(message.path("role").asText(), text(message.path("content"), "messages"))
          .ifPresent(prompt::add);
    }
    if (prompt.isEmpty()) {
      throw OpenAiError.invalid("messages", "The messages hold no text.");
    }
    return new Prompt(model, prompt, parameters(request, "max_completion_tokens", "max_tokens"));
  }

  /// What a role says; what it says with tools alone is not for a model that has none.
  static Optional<PromptMessage> message(String role, String text) {
    return switch (role) {
      case "system", "developer" -> Optional.of(PromptMessage.system(text));
      case "user" -> Optional.of(PromptMessage.user(text));
      case "assistant" ->
          text.isEmpty() ? Optional.empty() : Optional.of(PromptMessage.assistant(text));
      case "tool", "function" -> Optional.empty();
      default ->
          throw OpenAiError.invalid(
              "messages", "A role is system, developer, user, assistant or tool.");
    };
  }

  /// A content that is a text, or a list of parts that are.
  static String text(JsonNode content, String param) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("type").asText().endsWith("text")) {
        throw OpenAiError.unsupported(param, "Only text can be read here.");
      }
      text.append(part.path("text").asText());
    }
    return text.toString();
  }

  static Parameters parameters(JsonNode request, String... maxTokens) {
    Optional<Integer> limit = Optional.empty();
    for (String name : maxTokens) {
      limit = limit.or(() -> number(request, name).map(JsonNode::intValue));
    }
    return new Parameters(
        number(request, "temperature").map(JsonNode::doubleValue),
        number(request, "top_p").map(JsonNode::doubleValue),
        limit,
        stops(request.path("stop")),
        number(request, "seed").map(JsonNode::longValue));
  }

  private static Optional<JsonNode> number(JsonNode request, String name) {
    JsonNode value = request.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isNumber()) {
      throw OpenAiError.invalid(name, "`" + name + "` is a number.");
    }
    return Optional.of(value);
  }

  private static List<String> stops(JsonNode stop) {
    List<String> stops = new ArrayList<>();
    if (stop.isTextual()) {
      stops.add(stop.asText());
    }
    stop.forEach(text -> stops.add(text.asText()));
    return stops;
  }
}

package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.llm.ModelId;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request to `/v1/responses` as far as it is served here: text in, text out, nothing kept. What
/// asks for more is refused by name, so that nobody gets less than they asked for unawares.
///
/// @param request as it came, for what the answer repeats of it
record ResponseRequest(Prompt prompt, JsonNode request) {
  private static final String STATELESS =
      "Nothing is kept here: send the whole conversation in `input`.";

  /// @throws OpenAiError if it is not one, or asks for what is not served
  static ResponseRequest of(ModelId model, JsonNode request) {
    refuseState(request);
    refuseTools(request);
    List<PromptMessage> messages = new ArrayList<>();
    instructions(request).map(PromptMessage::system).ifPresent(messages::add);
    messages.addAll(input(request.path("input")));
    return new ResponseRequest(
        new Prompt(model, messages, ChatPrompt.parameters(request, "max_output_tokens")), request);
  }

  private static Optional<String> instructions(JsonNode request) {
    return Optional.of(request.path("instructions").asText()).filter(text -> !text.isBlank());
  }

  private static void refuseState(JsonNode request) {
    for (String name : List.of("previous_response_id", "conversation")) {
      if (request.hasNonNull(name)) {
        throw OpenAiError.unsupported(name, STATELESS);
      }
    }
    for (String name : List.of("store", "background")) {
      if (request.path(name).asBoolean()) {
        throw OpenAiError.unsupported(name, "Nothing is kept here: leave `" + name + "` out.");
      }
    }
  }

  private static void refuseTools(JsonNode request) {
    if (!request.path("tools").isEmpty()) {
      throw OpenAiError.unsupported(
          "tools", "Tools are served by POST /v1/chat/completions, not here.");
    }
    String format = request.path("text").path("format").path("type").asText("text");
    if (!format.equals("text")) {
      throw OpenAiError.unsupported(
          "text.format",
          "Structured answers are served by POST /v1/chat/completions (`response_format`), not"
              + " here.");
    }
    if (request.hasNonNull("prompt")) {
      throw OpenAiError.unsupported("prompt", "Stored prompts are not known here.");
    }
  }

  private static List<PromptMessage> input(JsonNode input) {
    if (input.isTextual() && !input.asText().isEmpty()) {
      return List.of(PromptMessage.user(input.asText()));
    }
    List<PromptMessage> messages = new ArrayList<>();
    for (JsonNode item : input) {
      String type = item.path("type").asText("message");
      if (!type.equals("message")) {
        throw OpenAiError.unsupported("input", "Of `input`, only messages can be read here.");
      }
      ChatPrompt.message(item.path("role").asText(), ChatPrompt.text(item.path("content"), "input"))
          .ifPresent(messages::add);
    }
    if (messages.isEmpty()) {
      throw OpenAiError.invalid("input", "`input` is a text, or a list of messages with text.");
    }
    return messages;
  }
}

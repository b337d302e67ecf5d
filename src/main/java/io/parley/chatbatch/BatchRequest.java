package io.parley.chatbatch;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.parley.conversation.MessageText;
import io.parley.llm.Effort;
import io.parley.llm.ModelId;
import io.parley.llm.Parameters;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.participant.PlainText;
import io.parley.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// One question, with nothing before it.
@Schema(
    name = "BatchRequest",
    examples =
        """
        {"message":"What is a room?","model":"demo/guide","temperature":0}\
        """)
public record BatchRequest(
    @Schema(
            description = "The text; at most 16,384 Unicode code points",
            maxLength = MessageText.MAX_LENGTH,
            required = true)
        String message,
    @Schema(
            description = "The model that replies, as `provider/model`",
            examples = {"\"demo/guide\""})
        Optional<String> model,
    @Schema(description = "System prompt; at most 32,768 Unicode code points", maxLength = 32_768)
        Optional<String> systemPrompt,
    @Schema(minimum = "0", maximum = "2") Optional<Double> temperature,
    @Schema(description = "Above 0, at most 1") Optional<Double> topP,
    @Schema(
            description = "Maximum length of the reply, in tokens",
            minimum = "1",
            maximum = "1000000")
        Optional<Integer> maxTokens,
    @Schema(description = "Texts at which the reply ends, at most 4") Optional<List<String>> stop,
    @Schema(description = "Seed for repeatable replies, if the provider supports it")
        Optional<Long> seed,
    @Schema(
            description = "How long a model that thinks may think",
            implementation = String.class,
            enumeration = {"low", "medium", "high"})
        Optional<Effort> effort,
    @Schema(
            description =
                "Whether the reply may come from the cache, at `temperature` 0. Default:"
                    + " `parley.llm.cache` of the server")
        Optional<Boolean> cache) {
  private static final int MAX_SYSTEM_PROMPT = 32_768;

  @JsonCreator
  public BatchRequest {
    if (message == null) {
      throw Problem.INVALID_REQUEST.because("The field `message` is missing.");
    }
    message = clean("message", message, MessageText.MAX_LENGTH);
    systemPrompt = systemPrompt.map(text -> clean("system_prompt", text, MAX_SYSTEM_PROMPT));
    if (message.isBlank()) {
      throw Problem.INVALID_REQUEST.because("The message is empty.");
    }
  }

  Prompt prompt(ModelId asked) {
    List<PromptMessage> messages = new ArrayList<>();
    systemPrompt
        .filter(text -> !text.isBlank())
        .map(PromptMessage::system)
        .ifPresent(messages::add);
    messages.add(PromptMessage.user(message));
    return new Prompt(
        asked,
        messages,
        new Parameters(temperature, topP, maxTokens, stop.orElse(List.of()), seed, effort));
  }

  private static String clean(String field, String text, int limit) {
    if (text.indexOf('\0') >= 0) {
      throw Problem.INVALID_REQUEST.because("`" + field + "` cannot contain NUL characters.");
    }
    String clean = PlainText.clean(text);
    if (PlainText.length(clean) > limit) {
      throw Problem.TOO_LARGE.because(
          "`" + field + "` has at most %,d characters.".formatted(limit));
    }
    return clean;
  }
}

package io.parley.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.Effort;
import io.parley.llm.Parameters;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What its owner decides about a private conversation. Everything may be left to the server and
/// the model.
@Schema(
    name = "ConversationSettings",
    examples =
        """
        {"default_model":"demo/guide","system_prompt":"Answer briefly.","temperature":0.2}\
        """)
public record ConversationSettings(
    @Schema(description = "If absent, the model creates one from the first turn", maxLength = 200)
        Optional<String> title,
    @Schema(
            description = "Model that replies if a message names no other, as `provider/model`",
            implementation = String.class)
        Optional<String> defaultModel,
    @Schema(description = "System prompt", maxLength = 32_768, implementation = String.class)
        Optional<String> systemPrompt,
    @Schema(minimum = "0", maximum = "2", implementation = Double.class)
        Optional<Double> temperature,
    @Schema(
            description = "Above 0",
            minimum = "0",
            exclusiveMinimum = true,
            maximum = "1",
            implementation = Double.class)
        Optional<Double> topP,
    @Schema(
            description = "Maximum length of a reply, in tokens",
            minimum = "1",
            maximum = "1000000",
            implementation = Integer.class)
        Optional<Integer> maxTokens,
    @Schema(description = "Texts at which a reply ends", maxItems = 4) Optional<List<String>> stop,
    @Schema(
            description = "Seed for repeatable replies, if the provider supports it",
            implementation = Long.class)
        Optional<Long> seed,
    @Schema(
            description = "How long a model that thinks may think before it replies",
            implementation = String.class,
            enumeration = {"low", "medium", "high"})
        Optional<Effort> effort) {

  /// Everything left to the server and the model.
  public static final ConversationSettings NONE =
      new ConversationSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// @throws io.parley.platform.ProblemException `invalid_request`, `too_large`
  @JsonCreator
  public ConversationSettings {
    title =
        title
            .map(TextLimit.TITLE::admit)
            .map(ConversationSettings::oneLine)
            .filter(text -> !text.isEmpty());
    systemPrompt = systemPrompt.map(TextLimit.SYSTEM_PROMPT::admit).filter(text -> !text.isEmpty());
    stop = stop.map(List::copyOf).filter(texts -> !texts.isEmpty());
    var _ = new Parameters(temperature, topP, maxTokens, stop.orElse(List.of()), seed, effort);
  }

  public static ConversationSettings of(Conversation conversation) {
    Parameters parameters = conversation.parameters();
    return new ConversationSettings(
        conversation.title(),
        conversation.defaultModel(),
        conversation.systemPrompt(),
        parameters.temperature(),
        parameters.topP(),
        parameters.maxTokens(),
        Optional.of(parameters.stop()),
        parameters.seed(),
        parameters.effort());
  }

  /// These settings with some of them changed, in the manner of RFC 7396: what is null is taken
  /// away, what is not there stays.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, `too_large`
  public ConversationSettings with(JsonNode changes) {
    if (!(changes instanceof ObjectNode fields)) {
      throw Problem.INVALID_REQUEST.because("The body must be a JSON object.");
    }
    ObjectNode merged = Json.MAPPER.valueToTree(this);
    merged.setAll(fields);
    try {
      return Json.MAPPER.treeToValue(merged, ConversationSettings.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @JsonIgnore
  public Parameters parameters() {
    return new Parameters(temperature, topP, maxTokens, stop.orElse(List.of()), seed, effort);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}

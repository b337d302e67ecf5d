package io.parley.llm;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a model's requests may hold. What is absent is not known.
@Schema(name = "Capabilities", description = "Each value is absent if it is not known.")
public record Capabilities(
    @Schema(
            description = "Whether the model takes a system message",
            implementation = Boolean.class)
        Optional<Boolean> system,
    @Schema(implementation = Boolean.class) Optional<Boolean> temperature,
    @Schema(
            description =
                "Name of the parameter that limits the reply: `max_tokens` or"
                    + " `max_completion_tokens`",
            implementation = String.class)
        Optional<String> maxTokensParameter,
    @Schema(implementation = Boolean.class) Optional<Boolean> streamOptions,
    @Schema(description = "Whether the model reads pictures", implementation = Boolean.class)
        Optional<Boolean> vision,
    @Schema(description = "Whether the model calls tools", implementation = Boolean.class)
        Optional<Boolean> tools,
    @Schema(
            description = "Whether the model thinks and takes `reasoning_effort`",
            implementation = Boolean.class)
        Optional<Boolean> thinking) {
  static final Capabilities UNKNOWN =
      new Capabilities(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Those of a model that reads and writes text and does nothing else.
  public static final Capabilities TEXT_ONLY =
      new Capabilities(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(false),
          Optional.of(false),
          Optional.of(false));

  /// These, and what others know beyond them.
  Capabilities or(Capabilities others) {
    if (others.isUnknown()) {
      return this;
    }
    return new Capabilities(
        system.or(() -> others.system),
        temperature.or(() -> others.temperature),
        maxTokensParameter.or(() -> others.maxTokensParameter),
        streamOptions.or(() -> others.streamOptions),
        vision.or(() -> others.vision),
        tools.or(() -> others.tools),
        thinking.or(() -> others.thinking));
  }

  @JsonIgnore
  boolean isUnknown() {
    return equals(UNKNOWN);
  }
}

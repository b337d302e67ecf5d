package io.parley.llm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What testing a provider showed. It holds no key and none of the provider's own words but the
/// names of its models.
///
/// @param summary what happened and what to do, in English
@Schema(name = "ProviderTestReport")
public record TrialReport(
    @Schema(description = "Whether the model replied") boolean works,
    @Schema(description = "The last step that was taken") Step step,
    String summary,
    @Schema(
            description = "A base URL that works where the tested one does not",
            implementation = String.class)
        Optional<String> suggestedBaseUrl,
    @Schema(description = "How many models the provider lists") int modelCount,
    @Schema(description = "The first 200 names of them") List<String> models,
    @Schema(description = "The model that was tested", implementation = String.class)
        Optional<String> model,
    @Schema(
            description =
                "The environment variables that set this provider up; `your-key` stands for the key")
        List<String> settings) {
  static final int MOST_MODELS = 200;

  /// How far a test came.
  public enum Step {
    ADDRESS,
    MODELS,
    REPLY;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public TrialReport {
    models = List.copyOf(models);
    settings = List.copyOf(settings);
  }
}

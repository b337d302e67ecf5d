package io.parley.llm;

import io.parley.llm.ModelListing.ProviderState;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The page "Connect a model". Never waits for a provider: it shows what is known.
@Named
@RequestScoped
public class ConnectPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @Inject Models models;

  /// A configured provider.
  public static final class Row {
    private final ProviderState state;
    private final long models;

    Row(ProviderState state, long models) {
      this.state = state;
      this.models = models;
    }

    public String getName() {
      return state.name();
    }

    public boolean isAvailable() {
      return state.available();
    }

    public String getProblem() {
      return state.problem().orElse("");
    }

    public String getModels() {
      return models == 1 ? "1 model" : "%,d models".formatted(models);
    }

    /// As HTML's `datetime` has it; empty while nothing is wrong.
    public String getSince() {
      return since().map(Instant::toString).orElse("");
    }

    public String getSinceWords() {
      return since().map(TIME::format).orElse("");
    }

    private Optional<Instant> since() {
      return state.since().map(at -> at.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /// A provider that can be set up. Faces reads properties of classes, and components of records
  /// alone.
  public static final class PresetRow {
    private final ProviderPreset preset;

    PresetRow(ProviderPreset preset) {
      this.preset = preset;
    }

    public String getId() {
      return preset.id();
    }

    public String getTitle() {
      return preset.title();
    }

    public String getUrl() {
      return preset.baseUrl().orElse("");
    }

    public boolean isNeedsKey() {
      return preset.needsKey();
    }

    public String getNote() {
      return preset.note();
    }

    /// For a file `.env`, or an environment.
    public String getLines() {
      return String.join("\n", preset.settings());
    }

    /// For `docker run` and `podman run`.
    public String getContainer() {
      return String.join(" \\\n", preset.settings().stream().map(line -> "-e " + line).toList());
    }

    /// For OpenShift and other Kubernetes clusters.
    public String getCluster() {
      return "oc set env deployment/parley " + String.join(" \\\n  ", preset.settings());
    }
  }

  /// Those that somebody has set up, or that were found: the guide is none of them.
  public List<Row> getProviders() {
    ModelListing all = models.list();
    return all.providers().stream()
        .filter(state -> !state.name().equals(LlmConfig.GUIDE.provider()))
        .map(state ->
            new Row(
                state,
                all.models().stream().filter(it -> it.provider().equals(state.name())).count()))
        .toList();
  }

  public List<PresetRow> getPresets() {
    return ProviderPreset.ALL.stream().map(PresetRow::new).toList();
  }

  /// Whether there is no model but the built-in guide.
  public boolean isOnlyGuide() {
    return models.isOnlyGuide();
  }
}

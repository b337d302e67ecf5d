package io.parley.room;

import io.parley.llm.ModelId;
import io.parley.llm.ModelListing;
import io.parley.llm.ModelName;
import io.parley.llm.Models;
import io.parley.participant.Likeness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the models of this server are called over their replies, as people read it.
@ApplicationScoped
class ModelNames {
  /// Thousands of models take a tenth of a second to read; a new one is reserved this much later.
  private static final Duration FRESH = Duration.ofMinutes(1);

  @Inject Models models;
  @Inject Clock clock;

  private Known known = new Known(Set.of(), Instant.MIN);

  private record Known(Set<String> readings, Instant until) {}

  /// Whether somebody of that name would be taken for a model.
  boolean include(Likeness name) {
    Set<String> readings = readings();
    return name.readings().stream().anyMatch(readings::contains);
  }

  private synchronized Set<String> readings() {
    Instant now = clock.instant();
    if (!now.isBefore(known.until())) {
      known = new Known(read(models.list().models(), models.defaultModel()), now.plus(FRESH));
    }
    return known.readings();
  }

  static Set<String> read(List<ModelListing.Entry> listed, ModelId defaultModel) {
    return Stream.concat(
            Stream.of(
                defaultModel.toString(),
                defaultModel.name(),
                shortName(defaultModel),
                ModelName.of(defaultModel.toString())),
            listed.stream()
                .flatMap(model ->
                    Stream.of(
                        model.id().toString(),
                        model.id().name(),
                        shortName(model.id()),
                        ModelName.of(model.id().toString()),
                        model.name())))
        .flatMap(name -> Likeness.of(name).readings().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// As it stands over a reply.
  private static String shortName(ModelId model) {
    return model.name().substring(model.name().lastIndexOf('/') + 1);
  }
}

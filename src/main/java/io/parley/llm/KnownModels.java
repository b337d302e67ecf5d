package io.parley.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of one provider's models.
///
/// @param fetchedAt when it gave them
/// @param askedAt when it was asked last
/// @param failed whether it did not answer then; what it said before stays
/// @param problem why there are no models, or no new ones, in a sentence
record KnownModels(
    List<Model> models,
    Optional<Instant> fetchedAt,
    Instant askedAt,
    boolean failed,
    Optional<String> problem) {
  static final KnownModels NOTHING =
      new KnownModels(List.of(), Optional.empty(), Instant.EPOCH, false, Optional.empty());

  KnownModels {
    models = List.copyOf(models);
  }

  static KnownModels fetched(List<Model> models, Instant now) {
    return new KnownModels(
        models,
        Optional.of(now),
        now,
        false,
        models.isEmpty() ? Optional.of(ProviderProblem.EMPTY) : Optional.empty());
  }

  KnownModels notAnswered(Instant now, String why) {
    return new KnownModels(models, fetchedAt, now, true, Optional.of(why));
  }

  /// When the provider is to be asked again.
  Instant due(Duration refresh, Duration retry) {
    return askedAt.plus(failed ? retry : refresh);
  }
}

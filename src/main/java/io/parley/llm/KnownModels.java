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
record KnownModels(
    List<Model> models, Optional<Instant> fetchedAt, Instant askedAt, boolean failed) {
  static final KnownModels NOTHING =
      new KnownModels(List.of(), Optional.empty(), Instant.EPOCH, false);

  KnownModels {
    models = List.copyOf(models);
  }

  static KnownModels fetched(List<Model> models, Instant now) {
    return new KnownModels(models, Optional.of(now), now, false);
  }

  KnownModels notAnswered(Instant now) {
    return new KnownModels(models, fetchedAt, now, true);
  }

  /// When the provider is to be asked again.
  Instant due(Duration refresh, Duration retry) {
    return askedAt.plus(failed ? retry : refresh);
  }
}

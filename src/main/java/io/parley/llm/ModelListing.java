package io.parley.llm;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// Which models there are, as `GET /api/models` shows it. `fetchedAt` is when the provider asked
/// longest ago was asked; `stale` says that one could not be asked when it was time, and its models
/// have `available: false`.
public record ModelListing(List<Entry> models, Instant fetchedAt, boolean stale) {
  public ModelListing {
    models = List.copyOf(models);
  }

  public record Entry(
      ModelId id, String provider, String name, OptionalInt contextLength, boolean available) {}
}

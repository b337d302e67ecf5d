package io.parley.llm;

import java.util.Optional;
import java.util.OptionalInt;

/// A model as its provider lists it. `contextLength` is in tokens; it, a title and prices are there
/// where the provider tells them.
public record Model(
    ModelId id, Optional<String> title, OptionalInt contextLength, Optional<Prices> prices) {
  public static Model named(ModelId id) {
    return new Model(id, Optional.empty(), OptionalInt.empty(), Optional.empty());
  }
}

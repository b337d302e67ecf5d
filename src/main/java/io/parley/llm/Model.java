package io.parley.llm;

import java.util.OptionalInt;

/// A model as its provider lists it. `contextLength` is in tokens, where the provider tells it.
public record Model(ModelId id, OptionalInt contextLength) {
  public static Model named(ModelId id) {
    return new Model(id, OptionalInt.empty());
  }
}

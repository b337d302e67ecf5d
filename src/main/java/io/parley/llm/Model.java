package io.parley.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;
import java.util.OptionalInt;

/// A model as its provider lists it. `contextLength` is in tokens; it, a title, prices and
/// capabilities are there where the provider tells them.
public record Model(
    ModelId id,
    Optional<String> title,
    OptionalInt contextLength,
    Optional<Prices> prices,
    Capabilities capabilities) {
  @JsonCreator
  public Model {
    // Nodes of an older version share lists without them.
    capabilities = capabilities == null ? Capabilities.UNKNOWN : capabilities;
  }

  public Model(
      ModelId id, Optional<String> title, OptionalInt contextLength, Optional<Prices> prices) {
    this(id, title, contextLength, prices, Capabilities.UNKNOWN);
  }

  public static Model named(ModelId id) {
    return new Model(id, Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  public Model with(Capabilities known) {
    return new Model(id, title, contextLength, prices, known);
  }
}

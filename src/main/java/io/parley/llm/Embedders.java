package io.parley.llm;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// All embedding models: the one on this machine, if this node has it, and those of the configured
/// providers. Providers' lists of models leave out what embeds, so a provider's model is taken at
/// its word.
public final class Embedders implements AutoCloseable {
  /// For each request to a provider.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Optional<LocalEmbeddings> local;
  private final Function<ModelId, Optional<Relay>> relays;

  /// @param local empty on a node that does not have the role `knowledge`
  public Embedders(Optional<LocalEmbeddings> local, Function<ModelId, Optional<Relay>> relays) {
    this.local = local;
    this.relays = relays;
  }

  /// The model on this machine, if this node has it.
  public Optional<Embedder> local() {
    return local.map(Function.identity());
  }

  /// Empty if nobody here serves such a model.
  public Optional<Embedder> find(ModelId model) {
    return local()
        .filter(here -> here.model().equals(model))
        .or(() -> relays.apply(model).map(relay -> new ProviderEmbedder(model, relay, PATIENCE)));
  }

  @Override
  public void close() {
    local.ifPresent(LocalEmbeddings::close);
  }
}

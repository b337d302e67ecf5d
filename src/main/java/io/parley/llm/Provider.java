package io.parley.llm;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Somebody who serves models under one name.
public interface Provider {
  /// The first part of its models' names: lower case, digits, hyphens.
  String name();

  /// Asks which models there are now. Waits for the provider's answer, within its timeouts; callers
  /// who cannot wait ask [Models].
  ///
  /// @throws ProviderFailure if it does not answer properly
  List<Model> models();

  /// The name under which all nodes share what [#models] gives; empty if it costs nothing to ask.
  default Optional<String> sharedAs() {
    return Optional.empty();
  }

  /// Starts an answer and returns at once. Tells of texts and of the end; who answers is known.
  /// Never throws for what the provider does: that is an event.
  Generation generate(Prompt prompt, Consumer<GenerationEvent> listener);

  /// The way for requests in OpenAI's own words; empty for a provider that does not speak them.
  default Optional<Relay> relay(Meter meter) {
    return Optional.empty();
  }
}

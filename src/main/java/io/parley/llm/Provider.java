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

  /// Whether a model that is not in the list may be asked all the same: the provider says itself
  /// what it does not have.
  default boolean triesUnlisted() {
    return false;
  }

  /// What is wrong with all of its models since a request was made in vain, in a sentence.
  default Optional<String> problem() {
    return Optional.empty();
  }

  /// How often [#problem] has changed.
  default int changes() {
    return 0;
  }

  /// The way for requests to a model in OpenAI's own words; empty for a provider that does not
  /// speak them.
  default Optional<Relay> relay(ModelId model, LlmMeter meter) {
    return Optional.empty();
  }
}

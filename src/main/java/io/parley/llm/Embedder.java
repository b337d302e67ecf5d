package io.parley.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Turns texts into vectors: the nearer two texts are in meaning, the nearer are their vectors.
/// Safe for use by many threads.
public interface Embedder {
  ModelId model();

  Limits limits();

  /// Numbers in each vector; empty until the first answer of a model that does not tell otherwise.
  OptionalInt dimensions();

  /// Blocks until all vectors are there.
  ///
  /// @param texts at least one, none of them blank, within [#limits]
  /// @throws io.parley.platform.ProblemException `too_large` if the texts have too many tokens,
  ///   `invalid_request` or `unknown_model` if the model refuses them, `unavailable` or
  ///   `provider_unavailable` if trying again later may help
  Embedded embed(List<String> texts);

  /// The way for requests in OpenAI's own words, which may say more than texts; empty for a model
  /// that is not asked in them.
  default Optional<Relay> relay() {
    return Optional.empty();
  }

  /// What one call of [#embed] may have.
  ///
  /// @param characters of all texts together
  /// @param tokens of all texts together, if there is a limit
  /// @param windowTokens what the model reads at a time, if that is known
  record Limits(int texts, int characters, OptionalInt tokens, OptionalInt windowTokens) {}

  /// @param vectors one for each text, of length 1
  /// @param tokens that were read
  record Embedded(List<float[]> vectors, int tokens) {
    public Embedded {
      vectors = List.copyOf(vectors);
    }
  }
}

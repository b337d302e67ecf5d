package io.parley.guide;

import java.util.Optional;
import java.util.function.Function;

/// Configuration of this package: `parley.guide.*`, see docs/configuration-reference.md.
///
/// @param wordsPerSecond how fast the guide speaks
record GuideConfig(double wordsPerSecond) {
  GuideConfig {
    if (!(wordsPerSecond > 0)) {
      throw new IllegalArgumentException("parley.guide.words-per-second must be positive");
    }
  }

  /// @param values the configured text of a key
  static GuideConfig from(Function<String, Optional<String>> values) {
    return new GuideConfig(
        values.apply("parley.guide.words-per-second").map(Double::valueOf).orElse(40.0));
  }
}

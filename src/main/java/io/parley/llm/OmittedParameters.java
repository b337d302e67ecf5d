package io.parley.llm;

import java.util.List;
import java.util.Map;

/// Names, as people set them, of the parameters that a model answered without. What this server
/// adds to requests by itself is nobody's wish.
final class OmittedParameters {
  private static final Map<String, String> SET_BY_PEOPLE =
      Map.of(
          "temperature", "temperature",
          "top_p", "top_p",
          "max_tokens", "max_tokens",
          "max_completion_tokens", "max_tokens",
          "stop", "stop",
          "seed", "seed",
          "random_seed", "seed",
          "reasoning_effort", "effort");

  private OmittedParameters() {}

  static List<String> ofPeople(List<String> omitted) {
    return omitted.stream()
        .filter(SET_BY_PEOPLE::containsKey)
        .map(SET_BY_PEOPLE::get)
        .distinct()
        .sorted()
        .toList();
  }
}

package io.parley.llm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// What is configured, key by key. Blank is not set.
///
/// @param values the configured text of a key
/// @param keys all keys that are configured, in their order
record ConfigValues(Function<String, Optional<String>> values, List<String> keys) {
  ConfigValues {
    keys = List.copyOf(keys);
  }

  static ConfigValues of(Function<String, Optional<String>> values, Iterable<String> keys) {
    var sorted = new TreeSet<String>();
    keys.forEach(sorted::add);
    return new ConfigValues(values, List.copyOf(sorted));
  }

  Optional<String> text(String key) {
    return values.apply(key).map(String::strip).filter(text -> !text.isEmpty());
  }

  /// Separated by commas.
  List<String> list(String key) {
    return text(key).stream()
        .flatMap(list -> Stream.of(list.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  boolean is(String key, boolean otherwise) {
    return text(key).map(Boolean::parseBoolean).orElse(otherwise);
  }

  int number(String key, int otherwise) {
    int number = text(key).map(Integer::parseInt).orElse(otherwise);
    if (number < 1) {
      throw new IllegalArgumentException(key + " must be 1 or more");
    }
    return number;
  }

  Duration duration(String key, Duration otherwise) {
    Duration duration = text(key).map(Duration::parse).orElse(otherwise);
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(key + " must be positive");
    }
    return duration;
  }
}

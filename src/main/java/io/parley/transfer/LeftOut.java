package io.parley.transfer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What an import from another product could not take over, counted.
final class LeftOut {
  /// A kind of part that has no place here, or none that a file proves.
  enum Kind {
    PICTURES,
    FILES,
    RECORDINGS,
    TOOL_CALLS,
    THINKING,
    INSTRUCTIONS,
    REFERENCES,
    /// Texts of which only the beginning was taken over.
    SHORTENED,
    /// Messages that do not hang together with the others.
    DETACHED,
    UNKNOWN;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  void add(Kind kind) {
    add(kind, 1);
  }

  void add(Kind kind, int count) {
    if (count > 0) {
      counts.merge(kind, count, Integer::sum);
    }
  }

  void addAll(LeftOut other) {
    other.counts.forEach(this::add);
  }

  Map<Kind, Integer> counts() {
    return Map.copyOf(counts);
  }
}

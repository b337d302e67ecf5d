package io.parley.feedback;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/// What somebody thinks of a reply.
public enum Rating {
  UP,
  DOWN;

  @JsonCreator
  static Rating of(String wire) {
    return Stream.of(values())
        .filter(rating -> rating.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a rating"));
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}

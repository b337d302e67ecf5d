package io.parley.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.platform.Problem;
import java.util.Arrays;
import java.util.Locale;

/// How long a model that thinks may think before it answers.
public enum Effort {
  LOW,
  MEDIUM,
  HIGH;

  /// @throws io.parley.platform.ProblemException `invalid_request` if there is none of that name
  @JsonCreator
  public static Effort of(String wire) {
    return Arrays.stream(values())
        .filter(effort -> effort.wire().equals(wire))
        .findFirst()
        .orElseThrow(
            () -> Problem.INVALID_REQUEST.because("`effort` is `low`, `medium` or `high`."));
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.parley.event;

import java.util.Objects;

/// Where a reply goes on.
///
/// @param attempt the one whose end is taken back
/// @param text what the reply had said until then
public record Continuation(int attempt, String text) {
  public Continuation {
    Objects.requireNonNull(text, "text");
  }
}

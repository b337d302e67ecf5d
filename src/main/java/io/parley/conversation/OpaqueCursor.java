package io.parley.conversation;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The form of every page's `next`: clients return it as `before`, and read nothing from it.
public final class OpaqueCursor {
  private OpaqueCursor() {}

  /// @param place where the page ends, in ASCII
  public static String of(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.US_ASCII));
  }

  /// @return what [#of] was given; empty if this cannot come from there
  public static Optional<String> read(String cursor) {
    try {
      return Optional.of(
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public static ProblemException unknown() {
    return Problem.INVALID_REQUEST.because("`before` must be the `next` value of an earlier page.");
  }
}

package io.parley.conversation;

import io.parley.event.Position;
import io.parley.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A page's `next`, opaque to clients: the position before which the next page ends.
final class HistoryCursor {
  private HistoryCursor() {}

  static String of(Position before) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(before.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /// @throws io.parley.platform.ProblemException `invalid_request` if it is not one
  static Position read(String cursor) {
    return decode(cursor).flatMap(Position::parse).orElseThrow(HistoryCursor::unknown);
  }

  static RuntimeException unknown() {
    return Problem.INVALID_REQUEST.because("`before` must be the `next` value of an earlier page.");
  }

  private static Optional<String> decode(String cursor) {
    try {
      return Optional.of(
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

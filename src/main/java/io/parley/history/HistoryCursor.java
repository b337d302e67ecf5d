package io.parley.history;

import io.parley.conversation.OpaqueCursor;
import io.parley.event.Position;

/// A page's `next`, opaque to clients: the position before which the next page ends.
public final class HistoryCursor {
  private HistoryCursor() {}

  public static String of(Position before) {
    return OpaqueCursor.of(before.toString());
  }

  /// @throws io.parley.platform.ProblemException `invalid_request` if it is not one
  public static Position read(String cursor) {
    return OpaqueCursor.read(cursor).flatMap(Position::parse).orElseThrow(OpaqueCursor::unknown);
  }
}

package io.parley.realtime;

import java.util.Optional;

/// Puts a client's message together from its fragments.
///
/// The container limits single fragments only: without this, one endless message could fill the
/// memory.
final class Inbox {
  private final int maxBytes;
  private final StringBuilder parts = new StringBuilder(0);
  private int bytes;

  Inbox(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// @return the whole message with its last fragment; nothing once it [#overflows]
  Optional<String> add(String part, boolean last) {
    if (!overflows()) {
      bytes += Frame.utf8Bytes(part);
    }
    if (overflows()) {
      parts.setLength(0);
      return Optional.empty();
    }
    if (!last) {
      parts.append(part);
      return Optional.empty();
    }
    String whole = parts.isEmpty() ? part : parts.append(part).toString();
    parts.setLength(0);
    parts.trimToSize();
    bytes = 0;
    return Optional.of(whole);
  }

  /// Whether the message has become too big. There is no way on from here.
  boolean overflows() {
    return bytes > maxBytes;
  }
}

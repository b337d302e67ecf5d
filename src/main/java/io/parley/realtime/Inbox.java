package io.parley.realtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Puts a client's message together from its fragments: text or binary, as it was sent.
///
/// The container limits single fragments only: without this, one endless message could fill the
/// memory.
final class Inbox {
  private final int maxBytes;
  private final StringBuilder parts = new StringBuilder(0);
  private ByteArrayOutputStream binaryParts = new ByteArrayOutputStream(0);
  private int bytes;

  Inbox(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// @return the whole message with its last fragment; nothing once it [#overflows]
  Optional<String> add(String part, boolean last) {
    if (!hasRoomFor(Frame.utf8Bytes(part))) {
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

  /// The same for a binary message. It may be the container's own buffer, which is valid only until
  /// the container's call returns.
  Optional<ByteBuffer> add(ByteBuffer part, boolean last) {
    if (!hasRoomFor(part.remaining())) {
      return Optional.empty();
    }
    if (last && binaryParts.size() == 0) {
      bytes = 0;
      return Optional.of(part);
    }
    while (part.hasRemaining()) {
      binaryParts.write(part.get());
    }
    if (!last) {
      return Optional.empty();
    }
    ByteBuffer whole = ByteBuffer.wrap(binaryParts.toByteArray());
    binaryParts = new ByteArrayOutputStream(0);
    bytes = 0;
    return Optional.of(whole);
  }

  /// Whether the message has become too big. There is no way on from here.
  boolean overflows() {
    return bytes > maxBytes;
  }

  private boolean hasRoomFor(int partBytes) {
    if (!overflows()) {
      bytes += partBytes;
    }
    if (overflows()) {
      parts.setLength(0);
      binaryParts.reset();
      return false;
    }
    return true;
  }
}

package io.parley.openai;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts a stream of bytes into lines, however it comes in pieces.
final class Lines {
  /// No provider's event comes near it; one that does is not speaking the protocol.
  private static final int LONGEST = 4 * 1024 * 1024;

  /// Takes a line with its ending, good during the call only.
  interface Taker {
    void line(byte[] bytes, int from, int to) throws IOException;
  }

  private final Taker taker;
  private byte[] buffer = new byte[8 * 1024];
  private int length;

  Lines(Taker taker) {
    this.taker = taker;
  }

  /// @throws IOException if a line has no end, or the taker wants no more
  void add(ByteBuffer piece) throws IOException {
    int searched = length;
    int count = piece.remaining();
    if (length + count > buffer.length) {
      if (length + count > LONGEST) {
        throw new IOException("a line has no end");
      }
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
    }
    piece.get(buffer, length, count);
    length += count;
    int from = 0;
    for (int at = searched; at < length; at++) {
      if (buffer[at] == '\n') {
        taker.line(buffer, from, at + 1);
        from = at + 1;
      }
    }
    System.arraycopy(buffer, from, buffer, 0, length - from);
    length -= from;
  }
}

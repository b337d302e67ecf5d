package io.parley.openai;

import io.parley.llm.AnswerMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts a stream of bytes into lines, however it comes in pieces.
final class Lines {
  private static final int USUAL = 8 * 1024;

  /// Takes a line with its ending, good during the call only.
  interface Taker {
    void line(byte[] bytes, int from, int to) throws IOException;
  }

  private final Taker taker;
  private final AnswerMemory.Hold memory;
  private byte[] buffer = new byte[USUAL];
  private int length;

  /// @param memory for what has come of a line, as far as it is long; whoever has it gives it back
  Lines(Taker taker, AnswerMemory.Hold memory) {
    this.taker = taker;
    this.memory = memory;
  }

  /// @throws AnswerMemory.NoRoom if a line is too long
  /// @throws IOException if the taker wants no more
  void add(ByteBuffer piece) throws IOException {
    int searched = length;
    int count = piece.remaining();
    if (length + count > buffer.length) {
      int larger = memory.larger(buffer.length, length + count);
      memory.grow(larger);
      buffer = Arrays.copyOf(buffer, larger);
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
    length -= from;
    if (from > 0) {
      keepRest(from);
    }
  }

  /// Bytes that it holds.
  int size() {
    return buffer.length;
  }

  /// Whether nothing is there of a line, or only of a comment.
  boolean isIdle() {
    return length == 0 || buffer[0] == ':';
  }

  private void keepRest(int from) {
    byte[] kept = buffer;
    if (buffer.length > AnswerMemory.FREE_BYTES && length <= USUAL) {
      kept = new byte[USUAL];
    }
    System.arraycopy(buffer, from, kept, 0, length);
    buffer = kept;
  }
}

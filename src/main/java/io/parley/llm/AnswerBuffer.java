package io.parley.llm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An answer in one piece as it arrives, within its [AnswerMemory]. Leading blanks are left out:
/// some providers send empty lines until the answer is there. Not thread-safe.
public final class AnswerBuffer implements AutoCloseable {
  private static final int USUAL = 8 * 1024;

  private final AnswerMemory.Hold memory;
  private byte[] bytes = new byte[USUAL];
  private int length;

  public AnswerBuffer(AnswerMemory.Hold memory) {
    this.memory = memory;
  }

  /// @return whether the piece was more than leading blanks
  /// @throws AnswerMemory.NoRoom if the answer is too large
  public boolean add(ByteBuffer piece) throws IOException {
    while (length == 0 && piece.hasRemaining() && isBlank(piece.get(piece.position()))) {
      piece.get();
    }
    int count = piece.remaining();
    if (length + count > bytes.length) {
      int larger = memory.larger(bytes.length, length + count);
      memory.grow(larger);
      bytes = Arrays.copyOf(bytes, larger);
    }
    piece.get(bytes, length, count);
    length += count;
    return count > 0;
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  /// What has arrived is at its beginning; not a copy.
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /// @param most bytes of it
  public String text(int most) {
    return new String(bytes, 0, Math.min(length, most), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    memory.close();
  }
}

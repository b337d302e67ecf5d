package io.parley.llm;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// So much of what a provider sends, and no more.
final class BoundedInput extends FilterInputStream {
  private final long mostBytes;
  private long count;

  BoundedInput(InputStream in, long mostBytes) {
    super(in);
    this.mostBytes = mostBytes;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    count(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int more) throws AnswerMemory.NoRoom {
    count += more;
    if (count > mostBytes) {
      throw new AnswerMemory.NoRoom(
          FailureCode.ANSWER_TOO_LARGE, "an answer exceeds %,d bytes".formatted(mostBytes));
    }
  }
}

package io.parley.conversation;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that is read as it is parsed, up to a limit.
final class LimitedBody extends FilterInputStream {
  private final int max;
  private long read;

  LimitedBody(InputStream body, int max) {
    super(body);
    this.max = max;
  }

  static ProblemException tooLarge(int max) {
    return Problem.TOO_LARGE.because("An import has at most " + max + " bytes.");
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int bytes = super.read(buffer, offset, length);
    count(Math.max(0, bytes));
    return bytes;
  }

  private void count(int bytes) {
    read += bytes;
    if (read > max) {
      throw tooLarge(max);
    }
  }
}

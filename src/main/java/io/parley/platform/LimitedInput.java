package io.parley.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that is read up to a number of bytes. The byte after the last one that is allowed ends
/// in an error.
public class LimitedInput extends FilterInputStream {
  private final long maxBytes;
  private final Refusal refusal;
  private long count;

  /// What a stream that is too long ends in.
  @FunctionalInterface
  public interface Refusal {
    /// Throws an exception, always.
    void refuse() throws IOException;
  }

  public LimitedInput(InputStream in, long maxBytes, Refusal refusal) {
    super(in);
    this.maxBytes = maxBytes;
    this.refusal = refusal;
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

  private void count(int more) throws IOException {
    count += more;
    if (count > maxBytes) {
      refusal.refuse();
    }
  }
}

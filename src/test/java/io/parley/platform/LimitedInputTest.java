package io.parley.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class LimitedInputTest {
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  @Test
  void aStreamOfTheMaximumLengthIsRead() throws IOException {
    assertArrayEquals(BYTES, limited(5).readAllBytes());
    try (InputStream in = limited(5)) {
      for (byte next : BYTES) {
        assertEquals(next, in.read());
      }
      assertEquals(-1, in.read());
      assertEquals(-1, in.read(new byte[1]));
    }
  }

  @Test
  void aLongerStreamIsRefused() throws IOException {
    assertThrows(EOFException.class, () -> limited(4).readAllBytes());
    try (InputStream in = limited(4)) {
      assertEquals(4, in.read(new byte[4]));
      assertThrows(EOFException.class, in::read);
    }
  }

  private static InputStream limited(long maxBytes) {
    return new LimitedInput(
        new ByteArrayInputStream(BYTES),
        maxBytes,
        () -> {
          throw new EOFException("more than " + maxBytes);
        });
  }
}

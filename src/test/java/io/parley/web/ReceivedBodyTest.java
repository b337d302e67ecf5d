package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedBodyTest {
  private static final int CHUNK = 1_000;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, ReceivedBody.MEMORY_BYTES, ReceivedBody.MEMORY_BYTES + 1, 300_000})
  void whatWasAppendedIsReadAgainWhereverItWasKept(int size) throws IOException {
    byte[] all = new byte[size];
    for (int i = 0; i < size; i++) {
      all[i] = (byte) (i * 31);
    }
    try (ReceivedBody body = new ReceivedBody(size)) {
      append(body, all);
      assertFalse(body.isFull());
      for (int reading = 0; reading < 2; reading++) {
        try (InputStream read = body.open()) {
          assertArrayEquals(all, read.readAllBytes());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100_000})
  void oneByteMoreThanTheLimitIsTakenSoThatTheReaderNotices(int limit) throws IOException {
    try (ReceivedBody body = new ReceivedBody(limit)) {
      append(body, new byte[limit + 5_000]);
      assertTrue(body.isFull());
      try (InputStream read = body.open()) {
        assertEquals(limit + 1, read.readAllBytes().length);
      }
    }
  }

  private static void append(ReceivedBody body, byte[] all) throws IOException {
    for (int at = 0; at < all.length; at += CHUNK) {
      byte[] chunk = Arrays.copyOfRange(all, at, Math.min(all.length, at + CHUNK));
      body.append(chunk, chunk.length);
    }
  }
}

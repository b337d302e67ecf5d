package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedBodyTest {
  private static final int CHUNK = 1_000;

  private final BodyDisk disk = new BodyDisk(4_000_000, 1_000_000);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, ReceivedBody.MEMORY_BYTES, ReceivedBody.MEMORY_BYTES + 1, 300_000})
  void whatWasAppendedIsReadAgainWhereverItWasKept(int size) throws IOException {
    byte[] all = new byte[size];
    for (int i = 0; i < size; i++) {
      all[i] = (byte) (i * 31);
    }
    try (ReceivedBody body = new ReceivedBody(size, disk.share("192.0.2.1"))) {
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
    try (ReceivedBody body = new ReceivedBody(limit, disk.share("192.0.2.1"))) {
      append(body, new byte[limit + 5_000]);
      assertTrue(body.isFull());
      try (InputStream read = body.open()) {
        assertEquals(limit + 1, read.readAllBytes().length);
      }
    }
  }

  @Test
  void onlyWhatIsOnDiskTakesItsRoomAndGivesItBack() throws IOException {
    try (ReceivedBody small = new ReceivedBody(1_000_000, disk.share("192.0.2.1"))) {
      append(small, new byte[ReceivedBody.MEMORY_BYTES]);
      try (ReceivedBody large = new ReceivedBody(1_000_000, disk.share("192.0.2.1"))) {
        assertEquals(0, disk.taken());
        append(large, new byte[100_000]);
        assertEquals(100_000, disk.taken());
      }
      assertEquals(0, disk.taken());
    }
    assertEquals(0, disk.taken());
  }

  @Test
  void theFileHasNoNameAndIsThereUntilTheEnd() throws IOException {
    InputStream forgotten;
    try (ReceivedBody body = new ReceivedBody(1_000_000, disk.share("192.0.2.1"))) {
      append(body, new byte[100_000]);
      assertEquals(Set.of(), files());
      forgotten = body.open();
      assertEquals(100_000, forgotten.readAllBytes().length);
    }
    // nobody has to close what was read from: nothing stays open
    assertThrows(ClosedChannelException.class, forgotten::read);
  }

  @Test
  void whatArrivesAfterTheEndTakesNothing() throws IOException {
    ReceivedBody body = new ReceivedBody(1_000_000, disk.share("192.0.2.1"));
    append(body, new byte[100_000]);
    body.close();
    append(body, new byte[100_000]);
    assertEquals(0, disk.taken());
  }

  private static Set<String> files() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.map(it -> it.getFileName().toString())
          .filter(it -> it.startsWith("parley-body-"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void aBodyThatHasNoRoomOnDiskIsRefusedWhileItArrives() throws IOException {
    try (ReceivedBody first = new ReceivedBody(900_000, disk.share("192.0.2.1"));
        ReceivedBody next = new ReceivedBody(900_000, disk.share("192.0.2.1"))) {
      append(first, new byte[900_000]);
      ProblemException refused =
          assertThrows(ProblemException.class, () -> append(next, new byte[900_000]));
      assertEquals(Problem.RATE_LIMITED, refused.problem());
    }
    assertEquals(0, disk.taken());
  }

  private static void append(ReceivedBody body, byte[] all) {
    for (int at = 0; at < all.length; at += CHUNK) {
      byte[] chunk = Arrays.copyOfRange(all, at, Math.min(all.length, at + CHUNK));
      body.append(chunk, chunk.length);
    }
  }
}

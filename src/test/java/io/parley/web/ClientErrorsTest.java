package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientErrorsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final ClientErrors errors = new ClientErrors(now::get);

  @Test
  void eachStatusHasALineAMinuteWithItsCount() {
    assertEquals(OptionalLong.of(1), errors.due(404));
    for (int i = 0; i < 1_000; i++) {
      assertEquals(OptionalLong.empty(), errors.due(404));
    }
    assertEquals(OptionalLong.of(1), errors.due(400), "another status");
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertEquals(OptionalLong.empty(), errors.due(404));
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals(OptionalLong.of(1_002), errors.due(404));
    assertEquals(OptionalLong.empty(), errors.due(404));
  }

  @Test
  void aFaultThatNoClientCausedIsNotCounted() {
    for (int status : new int[] {0, 200, 304, 399, 500, 503}) {
      assertEquals(OptionalLong.empty(), errors.due(status));
    }
  }
}

package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.Logged;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final String WHAT = "Testing an outage";
  private final Exception cause = new IllegalStateException("broken");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // may overflow
  private final Outage outage = new Outage(WHAT, now::get);

  @Test
  void itLastsUntilItWorksAgain() {
    assertFalse(outage.isOn());
    outage.failed(cause);
    outage.failed(cause);
    assertTrue(outage.isOn());
    outage.worked();
    assertFalse(outage.isOn());
  }

  @Test
  void aShortOutageIsNoWarning() {
    try (var log = new Logged(Outage.class.getName(), WHAT)) {
      outage.failed(cause);
      passes(Outage.PASSING.minusMillis(1));
      outage.failed(cause);
      outage.worked();
      outage.worked();

      assertEquals(
          List.of(
              WHAT + " fails: java.lang.IllegalStateException: broken",
              WHAT + " works again, after 2 failures"),
          log.said());
      assertEquals(List.of(), log.warnings());
    }
  }

  @Test
  void aLongOutageIsOneWarning() {
    try (var log = new Logged(Outage.class.getName(), WHAT)) {
      for (int second = 0; second < 60; second++) {
        outage.failed(cause);
        passes(Duration.ofSeconds(1));
      }

      assertEquals(
          List.of(WHAT + " has failed for 5 s: java.lang.IllegalStateException: broken"),
          log.warnings());
    }
  }

  @Test
  void theNextOutageWarnsAgain() {
    try (var log = new Logged(Outage.class.getName(), WHAT)) {
      for (int time = 0; time < 2; time++) {
        outage.failed(cause);
        passes(Duration.ofMinutes(2));
        outage.failed(cause);
        outage.worked();
      }

      var lasting = WHAT + " has failed for 120 s: java.lang.IllegalStateException: broken";
      assertEquals(List.of(lasting, lasting), log.warnings());
    }
  }

  private void passes(Duration time) {
    now.addAndGet(time.toNanos());
  }
}

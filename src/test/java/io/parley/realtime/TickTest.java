package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TickTest {
  private final Tick tick =
      new Tick(
          25,
          Duration.ofNanos(50_000),
          Duration.ofMillis(25),
          Duration.ofMillis(50),
          Duration.ofMillis(250));

  @Test
  void aSmallRoomWaitsForNothing() {
    assertEquals(Duration.ZERO, tick.of(0, 0));
    assertEquals(Duration.ZERO, tick.of(25, 25));
  }

  @Test
  void itGrowsWithTheAudienceWithinItsBounds() {
    assertEquals(Duration.ofMillis(25), tick.of(26, 0));
    assertEquals(Duration.ofMillis(25), tick.of(500, 0));
    assertEquals(Duration.ofMillis(40), tick.of(800, 0));
    assertEquals(Duration.ofMillis(50), tick.of(1_000, 0));
    assertEquals(Duration.ofMillis(50), tick.of(1_000_000, 0));
  }

  @Test
  void itGrowsWhileTheAudienceCannotKeepUp() {
    assertEquals(Duration.ofMillis(75), tick.of(100, 50));
    assertEquals(Duration.ofMillis(150), tick.of(1_000, 500));
    assertEquals(Duration.ofMillis(250), tick.of(10_000, 10_000));
  }

  @Test
  void aFewWhoDoNotReadBarelyLengthenIt() {
    assertTrue(tick.of(1_000, 50).compareTo(Duration.ofMillis(60)) <= 0);
  }
}

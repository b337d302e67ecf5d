package io.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final RateLimit.Rate TEN_A_SECOND = new RateLimit.Rate(10, Duration.ofSeconds(1));

  private final VirtualClock clock = new VirtualClock();
  private final RateLimit<String> rateLimit = new RateLimit<>(TEN_A_SECOND, clock);

  @Test
  void theWholeAmountMayBeSpentAtOnceAndNoMore() {
    assertEquals(10, spendable("ada"));
    assertEquals(Optional.of(Duration.ofMillis(100)), rateLimit.spend("ada"));
  }

  @Test
  void itComesBackEvenly() {
    spendable("ada");
    clock.advance(Duration.ofMillis(99));
    assertEquals(Optional.of(Duration.ofMillis(1)), rateLimit.spend("ada"));
    clock.advance(Duration.ofMillis(1));
    assertEquals(1, spendable("ada"));
    clock.advance(Duration.ofMillis(250));
    assertEquals(2, spendable("ada"));
    clock.advance(Duration.ofHours(1));
    assertEquals(10, spendable("ada"));
  }

  @Test
  void aRefusalCostsNothing() {
    spendable("ada");
    for (int i = 0; i < 100; i++) {
      rateLimit.spend("ada");
    }
    clock.advance(Duration.ofMillis(100));
    assertEquals(Optional.empty(), rateLimit.spend("ada"));
  }

  @Test
  void oneDoesNotSpendAnothers() {
    spendable("ada");
    assertEquals(10, spendable("grace"));
  }

  @Test
  void whoOwesNothingIsForgottenFirst() {
    RateLimit<String> small = new RateLimit<>(TEN_A_SECOND, clock, 10);
    for (int i = 0; i < 9; i++) {
      small.spend("gone " + i);
    }
    clock.advance(Duration.ofSeconds(1));
    small.spend("here");
    small.spend("newcomer");
    assertEquals(2, small.keys());
  }

  @Test
  void memoryIsBoundedAlsoUnderAFlood() {
    RateLimit<String> small = new RateLimit<>(TEN_A_SECOND, clock, 100);
    for (int i = 0; i < 10_000; i++) {
      small.spend("key " + i);
    }
    assertTrue(small.keys() <= 100, () -> small.keys() + " keys");
  }

  private int spendable(String key) {
    int spent = 0;
    while (rateLimit.spend(key).isEmpty()) {
      spent++;
    }
    return spent;
  }
}

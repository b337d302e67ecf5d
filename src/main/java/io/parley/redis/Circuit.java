package io.parley.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Remembers that something is unavailable, so that not every caller has to find out by waiting.
/// Open after a failure; every `pause` one call is let through to try. Safe for use by many
/// threads.
final class Circuit {
  private static final Instant CLOSED = Instant.MIN;

  private final AtomicReference<Instant> nextTry = new AtomicReference<>(CLOSED);
  private final Clock clock;
  private final Duration pause;

  Circuit(Clock clock, Duration pause) {
    this.clock = clock;
    this.pause = pause;
  }

  boolean lets() {
    Instant due = nextTry.get();
    if (due.equals(CLOSED)) {
      return true;
    }
    Instant now = clock.instant();
    return !now.isBefore(due) && nextTry.compareAndSet(due, now.plus(pause));
  }

  void succeeded() {
    nextTry.set(CLOSED);
  }

  void failed() {
    nextTry.set(clock.instant().plus(pause));
  }
}

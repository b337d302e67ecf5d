package io.parley.chaos;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Does things so many times a second.
final class Pace {
  private final long nanos;
  private long next = System.nanoTime();

  private Pace(long nanos) {
    this.nanos = nanos;
  }

  static Pace of(double timesPerSecond) {
    return new Pace((long) (1_000_000_000L / timesPerSecond));
  }

  /// Returns when it is time for the next.
  void next() {
    next += nanos;
    for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /// Returns when so much time has passed: how long a fault lasts.
  static void pass(Duration time) {
    new Pace(time.toNanos()).next();
  }
}

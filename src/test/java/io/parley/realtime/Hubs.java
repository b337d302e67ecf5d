package io.parley.realtime;

import java.time.Duration;

/// Hubs for tests of what stands on them.
public final class Hubs {
  private Hubs() {}

  /// Every event goes out at once, on the publishing thread.
  public static Hub immediate() {
    Tick none =
        new Tick(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    Scheduler unused =
        new Scheduler() {
          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public void after(Duration delay, Runnable task) {
            throw new AssertionError("nothing is due later");
          }
        };
    return new Hub(none, unused, new RealtimeMeter(_ -> {}));
  }
}

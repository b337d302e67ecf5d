package io.parley.log;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Ever longer pauses between attempts: doubled each time, up to a limit, and spread by a quarter
/// so that nodes do not come back in step.
public record Backoff(Duration first, Duration limit) {
  static final Backoff USUAL = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  private static final Executor VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();
  private static final int MAX_DOUBLINGS = 20;

  /// @param attempt how many attempts have failed, from 1
  public Duration pause(int attempt) {
    long doubled = first.toMillis() << Math.min(attempt - 1, MAX_DOUBLINGS);
    long capped = Math.min(doubled, limit.toMillis());
    return Duration.ofMillis(capped - ThreadLocalRandom.current().nextLong(capped / 4 + 1));
  }

  /// Completes after the pause, on a virtual thread.
  CompletableFuture<Void> after(int attempt) {
    return CompletableFuture.runAsync(
        () -> {},
        CompletableFuture.delayedExecutor(
            pause(attempt).toMillis(), TimeUnit.MILLISECONDS, VIRTUAL));
  }
}

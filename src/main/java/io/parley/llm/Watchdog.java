package io.parley.llm;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs an action if something does not come in time: [#expect] before each wait, [#rest] when it
/// came. Costs one timer per generation, not one per token: the timer looks again at the newest
/// deadline when it fires.
final class Watchdog implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Runnable bark;
  private long deadline;
  private boolean waiting;
  private boolean closed;
  private Optional<ScheduledFuture<?>> timer = Optional.empty();
  private long timerAt = Long.MAX_VALUE;

  Watchdog(Runnable bark) {
    this.bark = bark;
  }

  static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  synchronized void expect(long deadlineNanos) {
    deadline = deadlineNanos;
    waiting = true;
    if (!closed && (timerAt == Long.MAX_VALUE || deadline - timerAt < 0)) {
      schedule();
    }
  }

  synchronized void rest() {
    waiting = false;
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.ifPresent(scheduled -> scheduled.cancel(false));
  }

  private void schedule() {
    long at = deadline;
    timerAt = at;
    timer =
        Optional.of(TIMER.schedule(() -> look(at), at - System.nanoTime(), TimeUnit.NANOSECONDS));
  }

  private void look(long at) {
    synchronized (this) {
      if (closed || at != timerAt) {
        return;
      }
      timerAt = Long.MAX_VALUE;
      if (!waiting) {
        return;
      }
      if (deadline - System.nanoTime() > 0) {
        schedule();
        return;
      }
      closed = true;
    }
    // What it does may block, and the timer is everybody's.
    Thread.startVirtualThread(bark);
  }

  private static ScheduledThreadPoolExecutor timer() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("llm-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}

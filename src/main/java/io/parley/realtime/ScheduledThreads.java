package io.parley.realtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The few platform threads that fan-out runs on: they never wait for a reader, so virtual threads
/// would bring nothing, and must not wait behind thousands of writers for a carrier.
final class ScheduledThreads implements Scheduler, AutoCloseable {
  private static final Logger LOG = System.getLogger(ScheduledThreads.class.getName());

  private final ScheduledThreadPoolExecutor threads;

  ScheduledThreads(String name, int count) {
    threads =
        new ScheduledThreadPoolExecutor(
            count, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    var _ = threads.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  void every(Duration period, Runnable task) {
    long nanos = period.toNanos();
    var _ = threads.scheduleWithFixedDelay(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  /// The executor would keep a failure to itself, and end a periodic task for good.
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A scheduled task of realtime failed", e);
      }
    };
  }
}

package io.parley.realtime;

import java.time.Duration;

/// Monotonic time, and work that is due later.
interface Scheduler {
  long nanoTime();

  /// Runs the task on a thread of this scheduler; never on the caller's.
  void after(Duration delay, Runnable task);
}

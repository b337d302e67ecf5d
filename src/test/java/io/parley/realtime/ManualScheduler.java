package io.parley.realtime;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/// Time that passes when a test says so.
final class ManualScheduler implements Scheduler {
  private record Task(long at, Runnable work) {}

  private final Queue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
  private long now = 1_000_000_000L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Task(now + delay.toNanos(), task));
  }

  void advance(Duration time) {
    long end = now + time.toNanos();
    for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
      tasks.remove();
      now = Math.max(now, next.at());
      next.work().run();
    }
    now = end;
  }

  int scheduled() {
    return tasks.size();
  }
}

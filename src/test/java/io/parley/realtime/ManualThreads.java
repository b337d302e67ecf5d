package io.parley.realtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/// Threads that run when a test says so.
final class ManualThreads implements Executor {
  private final Queue<Runnable> started = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    started.add(task);
  }

  void run() {
    for (Runnable next = started.poll(); next != null; next = started.poll()) {
      next.run();
    }
  }

  int waiting() {
    return started.size();
  }
}

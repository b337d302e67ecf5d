package io.parley.room;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Does one client's requests in their order, one at a time: those that may block on threads of
/// their own, so that the container's thread that read them never has to; those that do not on that
/// thread, unless others wait. Bounded: a client that asks faster than it can be served is told
/// apart here.
final class SequentialExecutor {
  private final Executor executor;
  private final int capacity;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  SequentialExecutor(Executor executor, int capacity) {
    this.executor = executor;
    this.capacity = capacity;
  }

  /// False if too much is waiting already; the request is then not done.
  synchronized boolean offer(Runnable request) {
    if (waiting.size() >= capacity) {
      return false;
    }
    offerLast(request);
    return true;
  }

  /// The same for what does not block: it is done here and now, if nothing is being done.
  boolean offerQuick(Runnable request) {
    synchronized (this) {
      if (busy) {
        return offer(request);
      }
      busy = true;
    }
    try {
      request.run();
    } finally {
      rest();
    }
    return true;
  }

  /// Does this after all that waits, however much that is: for the end, which must not be missed.
  synchronized void offerLast(Runnable end) {
    waiting.add(end);
    if (!busy) {
      busy = true;
      executor.execute(this::drain);
    }
  }

  private synchronized void rest() {
    busy = !waiting.isEmpty();
    if (busy) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    busy = next != null;
    return next;
  }
}

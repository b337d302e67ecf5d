package io.parley.limits;

import java.util.concurrent.atomic.AtomicBoolean;

/// One of a limited number of things that are open at the same time. Given back once, however often
/// it is closed.
public final class Seat implements AutoCloseable {
  private final AtomicBoolean taken = new AtomicBoolean(true);
  private final Runnable giveBack;

  Seat(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  @Override
  public void close() {
    if (taken.compareAndSet(true, false)) {
      giveBack.run();
    }
  }
}

package io.parley.live;

import java.util.concurrent.atomic.AtomicLong;

/// What the tails of all conversations of this node take together. Each tail has a limit of its
/// own, but a few guests can import into hundreds of conversations: while all tails take more than
/// their limit, each keeps little, and readers who come back get the history instead.
public final class TailMemory {
  /// A sixteenth of the default heap.
  static final long LIMIT_BYTES = 32 * 1024 * 1024;

  /// The objects around an event's JSON: record, ids, names, positions. Estimated from a histogram
  /// of the heap.
  static final int EVENT_BYTES = 700;

  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  public TailMemory(long limit) {
    this.limit = limit;
  }

  void change(long by) {
    taken.addAndGet(by);
  }

  boolean isUsedUp() {
    return taken.get() > limit;
  }

  long taken() {
    return taken.get();
  }
}

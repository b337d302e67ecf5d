package io.parley.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// How much each of many may have open at the same time. Whoever has nothing open is forgotten.
/// Safe for use by many threads.
///
/// @param <K> who holds them
final class Seats<K> {
  private final ConcurrentMap<K, Integer> taken = new ConcurrentHashMap<>();
  private final int most;

  Seats(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a limit is at least 1, not " + most);
    }
    this.most = most;
  }

  int most() {
    return most;
  }

  /// Whether there was one left.
  boolean take(K holder) {
    AtomicBoolean free = new AtomicBoolean();
    taken.compute(
        holder,
        (_, before) -> {
          int open = before == null ? 0 : before;
          free.set(open < most);
          return open < most ? open + 1 : open;
        });
    return free.get();
  }

  void giveBack(K holder) {
    taken.computeIfPresent(holder, (_, before) -> before > 1 ? before - 1 : null);
  }

  int holders() {
    return taken.size();
  }
}

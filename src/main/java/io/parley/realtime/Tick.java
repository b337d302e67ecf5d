package io.parley.realtime;

import java.time.Duration;

/// How long the events of a topic are gathered before they travel in one frame.
///
/// Every frame costs the node some microseconds per reader (docs/performance.md), whatever its
/// length, so the tick grows with the audience; and where readers have not got rid of the previous
/// frame, because the node or they cannot keep up, with their share. Only their share counts, not
/// how much waits for them: some who do not read at all must not slow down the others.
///
/// @param free up to this audience every event goes out at once
/// @param perReader what one more reader adds
/// @param min the shortest tick of a larger audience
/// @param calm the longest tick while all readers keep up
/// @param max the longest tick
record Tick(int free, Duration perReader, Duration min, Duration calm, Duration max) {
  /// All readers waiting makes the tick five times as long.
  private static final double WAITING_WEIGHT = 4;

  Duration of(int audience, int waiting) {
    if (audience <= free) {
      return Duration.ZERO;
    }
    double stretch = 1 + WAITING_WEIGHT * Math.min(1, (double) waiting / audience);
    long nanos = Math.max(min.toNanos(), audience * perReader.toNanos());
    return Duration.ofNanos(
        Math.min(max.toNanos(), (long) (Math.min(nanos, calm.toNanos()) * stretch)));
  }
}

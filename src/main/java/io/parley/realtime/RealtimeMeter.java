package io.parley.realtime;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/// What this node has sent and what it has left out, since it started.
final class RealtimeMeter {
  private final LongConsumer writes;
  private final LongAdder frames = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder liveLeftOut = new LongAdder();
  private final LongAdder closedTooSlow = new LongAdder();
  private final LongAdder ticks = new LongAdder();
  private final LongAdder tickNanos = new LongAdder();

  /// @param writes takes the nanoseconds of each write that a thread waited for
  RealtimeMeter(LongConsumer writes) {
    this.writes = writes;
  }

  /// A frame was written by a thread that could wait: the socket did not take it at once, or it is
  /// an event stream's.
  void written(long nanos) {
    writes.accept(nanos);
  }

  void sent(int size) {
    frames.increment();
    bytes.add(size);
  }

  void leftOut(int events) {
    liveLeftOut.add(events);
  }

  void tooSlow() {
    closedTooSlow.increment();
  }

  /// @param nanos how long the tick's first event waited
  void ticked(long nanos) {
    ticks.increment();
    tickNanos.add(nanos);
  }

  long frames() {
    return frames.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  long liveLeftOut() {
    return liveLeftOut.sum();
  }

  long closedTooSlow() {
    return closedTooSlow.sum();
  }

  long ticks() {
    return ticks.sum();
  }

  double tickSeconds() {
    return tickNanos.sum() / 1e9;
  }
}

package io.parley.realtime;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.UnaryOperator;

/// What waits in an [Outbox], and how much that is. Not safe for use by several threads.
final class Backlog {
  private final Queue<Outgoing> waiting = new ArrayDeque<>(2);
  private int bytes;

  /// Whether this one more would be too many, or too much. The first is always welcome, however
  /// large.
  boolean exceeds(int mostFrames, int mostBytes, Outgoing next) {
    return !waiting.isEmpty() && (waiting.size() >= mostFrames || bytes + next.bytes() > mostBytes);
  }

  void add(Outgoing next) {
    waiting.add(next);
    bytes += next.bytes();
  }

  /// Empty when nothing waits.
  Optional<Outgoing> poll() {
    Optional<Outgoing> first = Optional.ofNullable(waiting.poll());
    first.ifPresent(it -> bytes -= it.bytes());
    return first;
  }

  void clear() {
    waiting.clear();
    bytes = 0;
  }

  /// Puts another batch in the place of each; one that is empty has none.
  void replaceBatches(UnaryOperator<Batch> change) {
    Outgoing[] before = waiting.toArray(Outgoing[]::new);
    clear();
    for (Outgoing each : before) {
      switch (each) {
        case Batch batch -> {
          Batch changed = change.apply(batch);
          if (!changed.isEmpty()) {
            add(changed);
          }
        }
        case Frame _, Outgoing.Ping _ -> add(each);
      }
    }
  }
}

package io.parley.log;

import io.parley.event.LogEntry;

/// Sees every event of both topics on every node.
///
/// Called by one thread per topic, each topic in the order of its partitions; the two topics run
/// beside each other. Must return quickly: what takes time belongs on a thread of its own. An
/// exception sends the record to the dead-letter topic and the next one comes.
public interface LogReader {
  /// When a reader sees an event: all readers of a phase see it before those of the next one. Within
  /// a phase there is no order.
  enum Phase {
    /// Readers that the others ask.
    INDEX,
    /// Readers that follow what goes on, each for itself.
    STATE,
    /// Readers that act on an event, or tell of it: those before know it then.
    REACTION
  }

  void read(LogEntry<?> entry);

  /// Always the same.
  default Phase phase() {
    return Phase.STATE;
  }
}

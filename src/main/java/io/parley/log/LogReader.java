package io.parley.log;

import io.parley.event.LogEntry;

/// Sees every event of both topics on every node.
///
/// Called by one thread per topic, each topic in the order of its partitions; the two topics run
/// beside each other. Must return quickly: what takes time belongs on a thread of its own. An
/// exception sends the record to the dead-letter topic and the next one comes.
public interface LogReader {
  /// When a reader sees an event, compared with the others of its node: all readers of a phase have
  /// seen it before the next phase begins. Within a phase there is no order.
  enum Phase {
    /// What other readers look up: which conversations there are, and which are erased.
    LOOKUP,
    /// What is live, and told to those who follow.
    STATE,
    /// What is done because of an event, by those who rely on the state after it.
    REACTION
  }

  void read(LogEntry<?> entry);

  /// Always the same.
  default Phase phase() {
    return Phase.STATE;
  }
}

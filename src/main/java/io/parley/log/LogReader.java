package io.parley.log;

import io.parley.event.LogEntry;

/// Sees every event of both topics on every node.
///
/// Called by one thread per topic, each topic in the order of its partitions; the two topics run
/// beside each other. Must return quickly: what takes time belongs on a thread of its own. An
/// exception sends the record to the dead-letter topic and the next one comes.
public interface LogReader {
  void read(LogEntry<?> entry);
}

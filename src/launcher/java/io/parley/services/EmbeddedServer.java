package io.parley.services;

/// One real server over its own data directory. Not thread-safe: one thread starts and stops it.
interface EmbeddedServer extends AutoCloseable {
  /// Starts it and returns when it answers. Data from an earlier start, also one that ended
  /// suddenly, is kept.
  void start();

  /// Ends it as cleanly as it can be ended; nothing if it is not running.
  @Override
  void close();

  /// Ends it as a power cut would, where that is possible.
  void kill();

  /// Leaves it there, with all its connections, and doing nothing, until [#resume].
  ///
  /// @throws UnsupportedOperationException if it is no process of its own
  void pause();

  void resume();
}

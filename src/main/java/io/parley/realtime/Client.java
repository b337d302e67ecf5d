package io.parley.realtime;

/// Whoever is connected to this node, over whatever transport, as [Connections] looks after them.
sealed interface Client permits Connection, EventStream {
  /// Sends what is queued, then closes. Nothing is sent after this.
  void close(CloseCode code);

  /// Called by the watchdog, about once a second.
  void check();
}

package io.parley.realtime;

/// Someone who follows a topic: a WebSocket connection, a stream of server-sent events.
///
/// It belongs to at most one topic at a time ([EventStream#aside] makes two of one). The [Hub]
/// calls these methods one at a time and holds the topic, so they only put things into a queue:
/// they never block and never throw.
public interface Subscriber {
  ConnectionId id();

  /// Takes the whole present state: the welcome, or the snapshot after live events were left out.
  /// From here on every event is wanted again.
  void start(Frame state);

  /// Takes the next events.
  ///
  /// @return whether all that was handed over earlier has left; lengthens the tick where it has not
  boolean deliver(Batch batch);
}

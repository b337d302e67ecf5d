package io.parley.room;

import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.log.LogReader;
import io.parley.realtime.CloseCode;
import io.parley.realtime.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The connections of this node by the room that they are in, to close them when it is removed.
@ApplicationScoped
public class Visitors implements LogReader {
  @Inject Conversations conversations;

  private final ConcurrentHashMap<ConversationId, Set<Connection>> byRoom =
      new ConcurrentHashMap<>();

  /// The room may have been removed before the connection was among its visitors.
  void add(ConversationId room, Connection connection) {
    byRoom.compute(
        room,
        (_, before) -> {
          Set<Connection> visitors = before == null ? ConcurrentHashMap.newKeySet() : before;
          visitors.add(connection);
          return visitors;
        });
    if (conversations.isErased(room)) {
      connection.close(CloseCode.REMOVED);
    }
  }

  void remove(ConversationId room, Connection connection) {
    byRoom.computeIfPresent(
        room,
        (_, visitors) -> {
          visitors.remove(connection);
          return visitors.isEmpty() ? null : visitors;
        });
  }

  /// The last event has been handed over by then when a socket is closed.
  @Override
  public Phase phase() {
    return Phase.REACTION;
  }

  @Override
  public void read(LogEntry<?> entry) {
    if (entry.event() instanceof Event.ConversationDeleted) {
      byRoom
          .getOrDefault(entry.conversation(), Set.of())
          .forEach(connection -> connection.close(CloseCode.REMOVED));
    }
  }
}

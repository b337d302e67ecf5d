package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.participant.ParticipantId;

/// Whether a message in a room is said to people, or to the model alone.
public interface Audience {
  /// Whether anybody but its author is in a room now, on any node; at most a second old.
  boolean hasOthers(ConversationId room, ParticipantId author);
}

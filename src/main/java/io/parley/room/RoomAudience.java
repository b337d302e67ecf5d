package io.parley.room;

import io.parley.conversation.Audience;
import io.parley.event.ConversationId;
import io.parley.participant.ParticipantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Tells the packages below who else is in a room.
@ApplicationScoped
public class RoomAudience implements Audience {
  @Inject Presence presence;

  @Override
  public boolean hasOthers(ConversationId room, ParticipantId author) {
    return presence.hasOthers(room, author);
  }
}

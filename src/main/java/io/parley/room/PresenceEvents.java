package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.live.LiveConversations;
import io.parley.live.OrderedEvent;
import io.parley.log.EventLog;
import io.parley.participant.Participant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Tells all nodes who comes and goes, and this node's readers when nobody can tell.
@ApplicationScoped
public class PresenceEvents implements PresenceListener {
  static final String UNKNOWN = "presence_unknown";

  @Inject EventLog log;
  @Inject LiveConversations live;

  @Override
  public void joined(ConversationId conversation, Participant participant) {
    log.publish(conversation, new Event.Joined(participant));
  }

  @Override
  public void left(ConversationId conversation, Participant participant) {
    log.publish(conversation, new Event.Left(participant));
  }

  @Override
  public void known(boolean known) {
    live.notice(
        new OrderedEvent.Notice(
            UNKNOWN,
            known
                ? "The list of people is complete again."
                : "The list of people may be incomplete.",
            !known));
  }
}

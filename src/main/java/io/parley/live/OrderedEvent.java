package io.parley.live;

import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.participant.Participant;

/// What happens in a conversation, as every reader sees it: once, and in one order made of the
/// log's two topics. What the log has said twice, or too late to count, is no ordered event.
///
/// Those who follow a conversation as data take these ([OrderedListener]); for connections and
/// streams, [Wire] encodes them.
public sealed interface OrderedEvent {
  /// What lasts: it reaches every reader, and has a place to resume from.
  sealed interface Durable extends OrderedEvent {
    Position position();
  }

  /// What is worth seeing only now: a reader that is behind gets the state instead.
  sealed interface Live extends OrderedEvent {}

  record MessagePosted(Message message) implements Durable {
    @Override
    public Position position() {
      return message.position();
    }
  }

  /// A reply was asked for again, or its continuation. Readers are told when it starts.
  record ReplyRequested(Event.ReplyRequested request) implements OrderedEvent {}

  record ReplyStarted(Event.ReplyStarted reply, Position position) implements Durable {}

  record ReplyDelta(Event.ReplyDelta delta) implements Live {}

  record ReplyThinking(Event.ReplyThinking thinking) implements Live {}

  record ReplyFinished(Event.ReplyFinished reply, Position position) implements Durable {}

  record MessageRemoved(MessageId messageId, Position position) implements Durable {}

  /// It has another title or other settings.
  record ConversationChanged(ConversationView conversation) implements Live {}

  record ConversationDeleted(
      ConversationId conversationId, Event.ConversationDeleted deletion, Position position)
      implements Durable {}

  record DraftEdited(Event.DraftEdited edit) implements Live {}

  record Joined(Participant participant) implements Live {}

  record Left(Participant participant) implements Live {}

  /// What is degraded, or well again.
  record Notice(String code, String detail, boolean active) implements Live {}
}

package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.participant.ParticipantId;
import java.util.Optional;

/// What an id stands for in one conversation. Whatever used it first on that conversation's log is
/// what it stands for there; what comes later under the same id is nothing.
public sealed interface IdUse {
  ConversationId conversation();

  /// A message, also one that has been removed since.
  ///
  /// @param position where it came first
  record OfMessage(
      ConversationId conversation,
      MessageId message,
      ParticipantId author,
      Position position,
      Optional<ReplyId> reply)
      implements IdUse {}

  /// A reply that has been asked for, runs or has ended.
  record OfReply(ConversationId conversation, MessageId answered) implements IdUse {}

  /// Something that was removed, of which no more is known.
  record OfRemoved(ConversationId conversation) implements IdUse {}

  /// The conversation itself.
  record OfConversation(ConversationId conversation) implements IdUse {}
}

package io.parley.conversation;

import io.parley.identity.ParticipantId;
import io.parley.log.ConversationId;
import io.parley.log.Event;
import io.parley.log.MessageId;
import io.parley.log.Position;
import io.parley.log.ReplyId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The messages of the last minutes on all conversations by their id, so that one posted twice is
/// recognised without asking the archive. Safe for threads.
final class RecentMessages {
  /// A message as it stands on the log.
  record Known(
      MessageId id,
      ConversationId conversation,
      ParticipantId author,
      Position position,
      Optional<ReplyId> reply,
      Instant at) {
    /// A message that is on the log twice is where it came first.
    private static Known first(Known one, Known other) {
      boolean comparable = one.position().epoch().equals(other.position().epoch());
      return comparable && other.position().offset() < one.position().offset() ? other : one;
    }
  }

  private final ConcurrentHashMap<MessageId, Known> messages = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ReplyId, ConversationId> replies = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<Known> byAge = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<Asked> askedByAge = new ConcurrentLinkedDeque<>();

  private record Asked(ReplyId reply, Instant at) {}

  void add(ConversationId conversation, Event.MessagePosted posted, Position position, Instant at) {
    Known known =
        new Known(
            posted.messageId(),
            conversation,
            posted.author().id(),
            position,
            posted.reply().map(Event.ReplyRequest::replyId),
            at);
    if (messages.merge(known.id(), known, Known::first).equals(known)) {
      known.reply().ifPresent(reply -> replies.put(reply, conversation));
      byAge.addLast(known);
    }
  }

  /// A reply that has been asked for, or has begun.
  void add(ConversationId conversation, ReplyId reply, Instant at) {
    if (replies.putIfAbsent(reply, conversation) == null) {
      askedByAge.addLast(new Asked(reply, at));
    }
  }

  Optional<Known> find(MessageId id) {
    return Optional.ofNullable(messages.get(id));
  }

  /// The conversation in which a reply was asked for or has begun.
  Optional<ConversationId> conversationOf(ReplyId reply) {
    return Optional.ofNullable(replies.get(reply));
  }

  void expire(Instant before) {
    Known oldest = byAge.peekFirst();
    while (oldest != null && oldest.at().isBefore(before)) {
      byAge.pollFirst();
      messages.remove(oldest.id());
      oldest.reply().ifPresent(replies::remove);
      oldest = byAge.peekFirst();
    }
    Asked asked = askedByAge.peekFirst();
    while (asked != null && asked.at().isBefore(before)) {
      askedByAge.pollFirst();
      replies.remove(asked.reply());
      asked = askedByAge.peekFirst();
    }
  }
}

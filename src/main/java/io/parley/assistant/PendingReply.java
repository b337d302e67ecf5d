package io.parley.assistant;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import java.time.Instant;
import java.util.Optional;

/// A message that is to be answered: by the request it came with, or by a later one for another
/// reply, or for one to go on.
///
/// @param asked where it was asked
/// @param attemptBefore the attempt that the reply has ended with, and goes on from; 0 for a new
///   one
record PendingReply(
    LogEntry<?> asked,
    MessageId messageId,
    ReplyRequest request,
    int attemptBefore,
    Instant askedAt) {

  /// Empty for whatever asks nothing.
  static Optional<PendingReply> of(LogEntry<?> entry) {
    return switch (entry.event()) {
      case Event.MessagePosted posted ->
          posted
              .reply()
              .map(request -> new PendingReply(entry, posted.messageId(), request, 0, posted.at()));
      case Event.ReplyRequested requested ->
          Optional.of(
              new PendingReply(
                  entry,
                  requested.messageId(),
                  requested.reply(),
                  requested.continues().orElse(0),
                  requested.at()));
      case Event.Durable _, Event.Live _ -> Optional.empty();
    };
  }

  ConversationId conversation() {
    return asked.conversation();
  }

  Position position() {
    return asked.position();
  }

  ReplyId replyId() {
    return request.replyId();
  }

  boolean goesOn() {
    return attemptBefore > 0;
  }

  ReplyPlace place() {
    return new ReplyPlace(conversation(), request.replyId());
  }
}

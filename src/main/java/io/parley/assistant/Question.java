package io.parley.assistant;

import io.parley.log.ConversationId;
import io.parley.log.Event;
import io.parley.log.MessageId;
import io.parley.log.Position;
import io.parley.log.Recorded;
import io.parley.log.ReplyId;
import java.time.Instant;
import java.util.Optional;

/// A message that is to be answered: by the request it came with, or by a later one for another
/// reply.
///
/// @param position of the request
/// @param again whether the message was there before
record Question(
    ConversationId conversation,
    MessageId messageId,
    Event.ReplyRequest request,
    Position position,
    Instant askedAt,
    boolean again) {

  /// Empty for whatever asks nothing.
  static Optional<Question> of(Recorded<?> entry) {
    if (entry.event() instanceof Event.MessagePosted posted) {
      return posted
          .reply()
          .map(request -> of(entry, posted.messageId(), request, posted.at(), false));
    }
    if (entry.event() instanceof Event.ReplyRequested requested) {
      return Optional.of(of(entry, requested.messageId(), requested.reply(), requested.at(), true));
    }
    return Optional.empty();
  }

  private static Question of(
      Recorded<?> entry,
      MessageId message,
      Event.ReplyRequest request,
      Instant askedAt,
      boolean again) {
    return new Question(entry.conversation(), message, request, entry.position(), askedAt, again);
  }

  ReplyId replyId() {
    return request.replyId();
  }
}

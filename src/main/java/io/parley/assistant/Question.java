package io.parley.assistant;

import io.parley.conversation.Message;
import io.parley.log.ConversationId;
import io.parley.log.Event;
import io.parley.log.Position;
import io.parley.log.ReplyId;

/// A message that asks for a reply, and where it stands on the log.
record Question(
    ConversationId conversation,
    Event.MessagePosted message,
    Event.ReplyRequest request,
    Position position) {

  Message asMessage() {
    return Message.posted(conversation, position, message);
  }

  ReplyId replyId() {
    return request.replyId();
  }
}

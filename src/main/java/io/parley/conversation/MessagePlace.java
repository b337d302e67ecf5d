package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.MessageId;

/// One message or reply among all there are: an id means something within its conversation only.
public record MessagePlace(ConversationId conversationId, MessageId id) {
  public static MessagePlace of(Message message) {
    return new MessagePlace(message.conversationId(), message.id());
  }
}

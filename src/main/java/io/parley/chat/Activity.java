package io.parley.chat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.parley.conversation.Conversation;
import io.parley.event.ConversationId;
import io.parley.platform.Json;
import io.parley.realtime.WireEvent;
import java.time.Instant;
import java.util.Optional;

/// Something has happened in one of an owner's conversations.
@JsonPropertyOrder("type")
record Activity(
    String type,
    ConversationId conversationId,
    Optional<String> title,
    boolean running,
    Instant updatedAt,
    Optional<Boolean> deleted) {
  static Activity of(Conversation conversation, boolean running, Instant at) {
    return new Activity(
        "activity", conversation.id(), conversation.title(), running, at, Optional.empty());
  }

  static Activity erased(ConversationId id, Instant at) {
    return new Activity("activity", id, Optional.empty(), false, at, Optional.of(true));
  }

  WireEvent encoded() {
    return WireEvent.live(type, Json.write(this));
  }
}

package io.parley.room;

import io.parley.conversation.Conversation;
import io.parley.log.ConversationId;
import java.time.Instant;
import java.util.Optional;

/// A room as people see it. `defaultModel` answers where a message names no other; without one it
/// is the server's.
///
/// @param participants how many are there now
public record Room(
    ConversationId id,
    String name,
    String topic,
    int participants,
    Optional<String> defaultModel,
    Conversation.Answers answers,
    Instant createdAt) {

  static Room of(Conversation conversation, int participants) {
    return new Room(
        conversation.id(),
        conversation.name().orElseThrow(),
        conversation.topic().orElse(""),
        participants,
        conversation.defaultModel(),
        conversation.answers(),
        conversation.createdAt());
  }
}

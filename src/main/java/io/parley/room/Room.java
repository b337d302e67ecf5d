package io.parley.room;

import io.parley.conversation.Conversation;
import io.parley.event.ConversationId;
import io.parley.participant.ParticipantId;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

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
    @Schema(
            description =
                "Which messages get a reply; absent for the default: all of them while one person is"
                    + " there, those that mention a model from two people on",
            implementation = Conversation.Answers.class)
        Optional<Conversation.Answers> answers,
    @Schema(
            description = "The participant who created it and may change its settings",
            implementation = ParticipantId.class)
        Optional<ParticipantId> createdBy,
    Instant createdAt) {

  static Room of(Conversation conversation, int participants) {
    return new Room(
        conversation.id(),
        conversation.name().orElseThrow(),
        conversation.topic().orElse(""),
        participants,
        conversation.defaultModel(),
        conversation.answers(),
        conversation.createdBy(),
        conversation.createdAt());
  }
}

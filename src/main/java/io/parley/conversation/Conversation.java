package io.parley.conversation;

import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.identity.ParticipantId;
import io.parley.log.ConversationId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A room or a private conversation, without what was said in it. A room has a name and a topic; a
/// private conversation has an owner, and a title once there is one.
public record Conversation(
    ConversationId id,
    Kind kind,
    Optional<String> name,
    Optional<String> topic,
    Optional<String> title,
    Optional<String> defaultModel,
    Answers answers,
    Optional<String> systemPrompt,
    Optional<Double> temperature,
    Optional<ParticipantId> owner,
    Instant createdAt,
    Instant updatedAt) {

  /// Who may see it: everybody, or its owner.
  public enum Kind {
    ROOM,
    PRIVATE;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Which messages a model answers: every one, or those that mention it.
  public enum Answers {
    ALL,
    MENTIONS;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

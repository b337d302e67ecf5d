package io.parley.conversation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.llm.Parameters;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A room or a private conversation, without what was said in it. A room has a name and a topic; a
/// private conversation has an owner, and a title once there is one. `updatedAt` rises with what is
/// said and with what its owner changes, `lastMessageAt` with what is said only.
///
/// @param answers which messages of a room are answered; empty for the default, see [AnswerPolicy]
/// @param owner of a private conversation, who alone sees it
/// @param createdBy who has created a room and may change its settings; empty for the lobby and for
///   rooms from before this was stored
public record Conversation(
    ConversationId id,
    Kind kind,
    Optional<String> name,
    Optional<String> topic,
    Optional<String> title,
    Optional<String> defaultModel,
    Optional<Answers> answers,
    Optional<String> systemPrompt,
    @JsonUnwrapped Parameters parameters,
    Optional<ParticipantId> owner,
    Optional<ParticipantId> createdBy,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> lastMessageAt) {
  /// The room that is there from the beginning, and stays.
  public static final ConversationId LOBBY =
      new ConversationId(UUID.fromString("01900000-0000-7000-8000-000000000001"));

  /// A new private conversation.
  public static Conversation opened(
      ConversationId id, ParticipantId owner, ConversationSettings settings, Instant now) {
    return new Conversation(
        id,
        Kind.PRIVATE,
        Optional.empty(),
        Optional.empty(),
        settings.title(),
        settings.defaultModel(),
        Optional.of(Answers.ALL),
        settings.systemPrompt(),
        settings.parameters(),
        Optional.of(owner),
        Optional.empty(),
        now,
        now,
        Optional.empty());
  }

  /// A room under another name, or with other settings.
  ///
  /// @param newModel answers where a message names no other; empty for the server's default
  public Conversation room(
      String newName,
      String newTopic,
      Optional<String> newModel,
      Optional<Answers> newAnswers,
      Instant now) {
    return new Conversation(
        id,
        kind,
        Optional.of(newName),
        Optional.of(newTopic),
        title,
        newModel,
        newAnswers,
        systemPrompt,
        parameters,
        owner,
        createdBy,
        createdAt,
        now.isAfter(updatedAt) ? now : updatedAt,
        lastMessageAt);
  }

  public Conversation with(ConversationSettings settings, Instant now) {
    return new Conversation(
        id,
        kind,
        name,
        topic,
        settings.title(),
        settings.defaultModel(),
        answers,
        settings.systemPrompt(),
        settings.parameters(),
        owner,
        createdBy,
        createdAt,
        now.isAfter(updatedAt) ? now : updatedAt,
        lastMessageAt);
  }

  public Conversation entitled(String newTitle, Instant now) {
    ConversationSettings settings = ConversationSettings.of(this);
    return with(
        new ConversationSettings(
            Optional.of(newTitle),
            settings.defaultModel(),
            settings.systemPrompt(),
            settings.temperature(),
            settings.topP(),
            settings.maxTokens(),
            settings.stop(),
            settings.seed(),
            settings.effort()),
        now);
  }

  public boolean isOwnedBy(ParticipantId participant) {
    return owner.filter(participant::equals).isPresent();
  }

  /// Whether a room's settings are this participant's to change.
  public boolean isCreatedBy(ParticipantId participant) {
    return createdBy.filter(participant::equals).isPresent();
  }

  /// What is told to all nodes when it has changed.
  public Event.ConversationChanged changed() {
    return new Event.ConversationChanged(Json.write(this));
  }

  /// @throws IllegalArgumentException if it is not one that [#changed] has written
  public static Conversation read(Event.ConversationChanged changed) {
    try {
      return Json.MAPPER.readValue(changed.conversation(), Conversation.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a conversation", e);
    }
  }

  /// Who may see it: everybody, or its owner.
  public enum Kind {
    ROOM,
    PRIVATE;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Which messages of a room a model answers: every one, those that mention a model, or none.
  public enum Answers {
    ALL,
    MENTIONS,
    OFF;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

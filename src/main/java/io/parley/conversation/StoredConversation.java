package io.parley.conversation;

import io.parley.identity.ParticipantId;
import io.parley.log.ConversationId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// A conversation's row, for reading.
@Entity
@Immutable
@Table(name = "conversation")
@SuppressWarnings("NullAway.Init")
class StoredConversation {
  @Id private UUID id;
  private String kind;
  private @Nullable String name;
  private @Nullable String topic;
  private @Nullable String title;

  @Column(name = "default_model")
  private @Nullable String defaultModel;

  private String answers;

  @Column(name = "system_prompt")
  private @Nullable String systemPrompt;

  private @Nullable Double temperature;
  private @Nullable UUID owner;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  protected StoredConversation() {}

  Conversation toConversation() {
    return new Conversation(
        new ConversationId(id),
        Conversation.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        Optional.ofNullable(name),
        Optional.ofNullable(topic),
        Optional.ofNullable(title),
        Optional.ofNullable(defaultModel),
        Conversation.Answers.valueOf(answers.toUpperCase(Locale.ROOT)),
        Optional.ofNullable(systemPrompt),
        Optional.ofNullable(temperature),
        Optional.ofNullable(owner).map(ParticipantId::new),
        createdAt,
        updatedAt);
  }
}

package io.parley.conversation;

import com.fasterxml.jackson.core.type.TypeReference;
import io.parley.event.ConversationId;
import io.parley.llm.Effort;
import io.parley.llm.Parameters;
import io.parley.participant.ParticipantId;
import io.parley.postgres.StoredJson;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A conversation's row, for reading.
@Entity
@Immutable
@Table(name = "conversation")
@SuppressWarnings("NullAway.Init")
class StoredConversation {
  private static final TypeReference<List<String>> STOPS = new TypeReference<>() {};

  @Id private UUID id;
  private String kind;
  private @Nullable String name;
  private @Nullable String topic;
  private @Nullable String title;

  @Column(name = "default_model")
  private @Nullable String defaultModel;

  private @Nullable String answers;

  @Column(name = "system_prompt")
  private @Nullable String systemPrompt;

  private @Nullable Double temperature;

  @Column(name = "top_p")
  private @Nullable Double topP;

  @Column(name = "max_tokens")
  private @Nullable Integer maxTokens;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String stop;

  private @Nullable Long seed;
  private @Nullable String effort;
  private @Nullable UUID owner;

  @Column(name = "created_by")
  private @Nullable UUID createdBy;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Column(name = "last_message_at")
  private @Nullable Instant lastMessageAt;

  protected StoredConversation() {}

  Conversation toConversation() {
    return new Conversation(
        new ConversationId(id),
        Conversation.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        Optional.ofNullable(name),
        Optional.ofNullable(topic),
        Optional.ofNullable(title),
        Optional.ofNullable(defaultModel),
        Optional.ofNullable(answers)
            .map(wire -> Conversation.Answers.valueOf(wire.toUpperCase(Locale.ROOT))),
        Optional.ofNullable(systemPrompt),
        new Parameters(
            Optional.ofNullable(temperature),
            Optional.ofNullable(topP),
            Optional.ofNullable(maxTokens),
            StoredJson.read(stop, STOPS).orElse(List.of()),
            Optional.ofNullable(seed),
            Optional.ofNullable(effort).map(Effort::of)),
        Optional.ofNullable(owner).map(ParticipantId::new),
        Optional.ofNullable(createdBy).map(ParticipantId::new),
        createdAt,
        updatedAt,
        Optional.ofNullable(lastMessageAt));
  }
}

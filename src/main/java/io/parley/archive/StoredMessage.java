package io.parley.archive;

import com.fasterxml.jackson.core.type.TypeReference;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.Position;
import io.parley.event.ReplyDetails;
import io.parley.postgres.StoredJson;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A message's or a reply's row, for reading: [ArchiveStore] writes them, many at a time.
@Entity
@Immutable
@IdClass(StoredMessage.Key.class)
@Table(name = "message")
@SuppressWarnings("NullAway.Init")
class StoredMessage {
  private static final TypeReference<List<Event.Citation>> CITATIONS = new TypeReference<>() {};
  private static final TypeReference<Event.Usage> USAGE = new TypeReference<>() {};
  private static final TypeReference<Event.ReplyError> ERROR = new TypeReference<>() {};
  private static final TypeReference<ReplyDetails> DETAILS = new TypeReference<>() {};

  @Id
  @Column(name = "id")
  private UUID messageId;

  @Id
  @Column(name = "conversation_id")
  private UUID conversationId;

  private String role;

  @Column(name = "author_id")
  private String authorId;

  @Column(name = "author_name")
  private String authorName;

  private String content;
  private @Nullable String model;
  private String status;

  @Column(name = "parent_id")
  private @Nullable UUID parentId;

  @Column(name = "draft_id")
  private @Nullable UUID draftId;

  @Column(name = "reply_id")
  private @Nullable UUID replyId;

  @Column(name = "epoch_no")
  private int epochNo;

  @Column(name = "log_offset")
  private long logOffset;

  @Column(name = "finish_epoch_no")
  private @Nullable Integer finishEpochNo;

  @Column(name = "finish_offset")
  private @Nullable Long finishOffset;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "finished_at")
  private @Nullable Instant finishedAt;

  private @Nullable String thinking;

  @Column(name = "finish_reason")
  private @Nullable String finishReason;

  private @Nullable String refusal;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String usage;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String citations;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String error;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String details;

  private int attempt;

  private boolean imported;

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Column(name = "copied_from")
  private UUID @Nullable [] copiedFrom;

  /// An id means something within its conversation only.
  @SuppressWarnings("NullAway.Init")
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1;

    private UUID messageId;
    private UUID conversationId;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && messageId.equals(key.messageId)
          && conversationId.equals(key.conversationId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(messageId, conversationId);
    }
  }

  protected StoredMessage() {}

  /// Where on the log it ended, if it is a reply that has.
  Optional<Position> finish(Epochs epochs) {
    return finishEpochNo == null || finishOffset == null
        ? Optional.empty()
        : Optional.of(new Position(epochs.epoch(finishEpochNo), finishOffset));
  }

  /// Whether all epochs it tells of are among these.
  boolean isNamedBy(Epochs epochs) {
    return epochs.byNumber().containsKey(epochNo)
        && (finishEpochNo == null || epochs.byNumber().containsKey(finishEpochNo));
  }

  private Position position(Epochs epochs) {
    return new Position(epochs.epoch(epochNo), logOffset);
  }

  Message toMessage(Epochs epochs) {
    return new Message(
        new MessageId(messageId),
        new ConversationId(conversationId),
        Message.Role.valueOf(role.toUpperCase(Locale.ROOT)),
        new Message.Author(authorId, authorName),
        content,
        Optional.ofNullable(model),
        Message.Status.valueOf(status.toUpperCase(Locale.ROOT)),
        Optional.ofNullable(parentId).map(MessageId::new),
        Optional.ofNullable(draftId).map(DraftId::new),
        position(epochs),
        createdAt,
        Optional.ofNullable(finishedAt),
        Optional.ofNullable(thinking),
        Optional.ofNullable(finishReason)
            .map(reason -> FinishReason.valueOf(reason.toUpperCase(Locale.ROOT))),
        Optional.ofNullable(refusal),
        StoredJson.read(usage, USAGE),
        StoredJson.read(citations, CITATIONS).orElse(List.of()),
        StoredJson.read(error, ERROR),
        StoredJson.read(details, DETAILS),
        origin(),
        attempt);
  }

  private Optional<Origin> origin() {
    if (!imported && copiedFrom == null) {
      return Optional.empty();
    }
    List<Origin.Source> sources = new ArrayList<>();
    for (int i = 0; copiedFrom != null && i + 1 < copiedFrom.length; i += 2) {
      sources.add(
          new Origin.Source(new ConversationId(copiedFrom[i]), new MessageId(copiedFrom[i + 1])));
    }
    return Optional.of(new Origin(imported, sources));
  }
}

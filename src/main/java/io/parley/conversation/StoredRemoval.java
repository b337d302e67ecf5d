package io.parley.conversation;

import io.parley.identity.ParticipantId;
import io.parley.log.ConversationId;
import io.parley.log.Position;
import io.parley.log.ReplyId;
import io.parley.platform.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// What is left of a removed message: that it was there, without a word of it.
@Entity
@Immutable
@Table(name = "removed_message")
@SuppressWarnings("NullAway.Init")
class StoredRemoval {
  @Id private UUID id;

  @Column(name = "conversation_id")
  private UUID conversationId;

  @Column(name = "author_id")
  private @Nullable String authorId;

  @Column(name = "reply_id")
  private @Nullable UUID replyId;

  @Column(name = "epoch_no")
  private @Nullable Integer epochNo;

  @Column(name = "log_offset")
  private @Nullable Long logOffset;

  protected StoredRemoval() {}

  ConversationId conversation() {
    return new ConversationId(conversationId);
  }

  /// How it was posted; empty for a reply, and for what was never archived.
  Optional<ArchivedMessages.Archived> posted(Epochs epochs) {
    if (authorId == null || epochNo == null || logOffset == null) {
      return Optional.empty();
    }
    Position position = new Position(epochs.epoch(epochNo), logOffset);
    return Ids.parse(authorId)
        .map(author ->
            new ArchivedMessages.Archived(
                conversation(),
                new ParticipantId(author),
                position,
                Optional.ofNullable(replyId).map(ReplyId::new)));
  }
}

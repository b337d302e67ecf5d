package io.parley.conversation;

import io.parley.identity.ParticipantId;
import io.parley.log.ConversationId;
import io.parley.log.MessageId;
import io.parley.log.Position;
import io.parley.log.ReplyId;
import java.util.Optional;

/// The archive, asked whether a message was posted before.
interface ArchivedMessages {
  record Archived(
      ConversationId conversation,
      ParticipantId author,
      Position position,
      Optional<ReplyId> replyId) {}

  /// Empty also while the archive cannot be asked, because chat does not wait for it.
  Optional<Archived> find(MessageId id);
}

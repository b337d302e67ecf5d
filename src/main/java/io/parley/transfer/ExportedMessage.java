package io.parley.transfer;

import io.parley.conversation.Message;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.ReplyDetails;
import io.parley.feedback.Feedback;
import io.parley.platform.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A message or a reply in an export: all that [Message] has, without where it stood on the log.
///
/// @param parentId the message that it follows or answers, or the conversation's own id if it
///   begins it; without one, it follows what stands before it
/// @param feedback what the one who exported it thinks of it
/// @param imported whether it came from a file before it was exported; only there if it did
record ExportedMessage(
    UUID id,
    Optional<UUID> parentId,
    Message.Role role,
    Message.Author author,
    Optional<String> model,
    Message.Status status,
    Instant createdAt,
    Optional<Instant> finishedAt,
    String content,
    Optional<String> thinking,
    Optional<FinishReason> finishReason,
    Optional<String> refusal,
    Optional<Event.Usage> usage,
    List<Event.Citation> citations,
    Optional<Event.ReplyError> error,
    Optional<ReplyDetails> details,
    Optional<Feedback> feedback,
    Optional<Boolean> imported) {
  /// @throws io.parley.platform.ProblemException `invalid_request` if something is missing
  ExportedMessage {
    if (id == null
        || role == null
        || author == null
        || status == null
        || createdAt == null
        || content == null) {
      throw Problem.INVALID_REQUEST.because(
          "A message has an `id`, `role`, `author`, `status`, `created_at` and `content`.");
    }
    citations = citations == null ? List.of() : List.copyOf(citations);
    // as PostgreSQL keeps them
    createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    finishedAt = finishedAt.map(at -> at.truncatedTo(ChronoUnit.MICROS));
  }

  /// @param parent the parent in the document
  static ExportedMessage of(Message message, Optional<UUID> parent, Optional<Feedback> feedback) {
    return new ExportedMessage(
        message.id().value(),
        parent,
        message.role(),
        message.author(),
        message.model(),
        message.status(),
        message.createdAt(),
        message.finishedAt(),
        message.content(),
        message.thinking(),
        message.finishReason(),
        message.refusal(),
        message.usage(),
        message.citations(),
        message.error(),
        message.details(),
        feedback,
        Optional.of(true).filter(_ -> message.imported()));
  }

  boolean isReply() {
    return role == Message.Role.ASSISTANT;
  }

  ExportedMessage under(UUID parent) {
    return new ExportedMessage(
        id,
        Optional.of(parent),
        role,
        author,
        model,
        status,
        createdAt,
        finishedAt,
        content,
        thinking,
        finishReason,
        refusal,
        usage,
        citations,
        error,
        details,
        feedback,
        imported);
  }
}

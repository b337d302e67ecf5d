package io.parley.conversation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.Position;
import io.parley.event.ReplyDetails;
import io.parley.participant.Participant;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A message or a reply as clients see it. A reply is a message with role `assistant`: its `id` is
/// its reply id, its `parentId` the message it answers, its `position` that of its start.
///
/// @param thinking what the model thought before it answered
/// @param finishReason why the model said no more; absent while it speaks, if it was stopped, and
///   where it is not known
/// @param refusal the model's words where it declined
/// @param attempt of a reply, the latest that is known; 0 for a message
public record Message(
    MessageId id,
    ConversationId conversationId,
    Role role,
    Author author,
    String content,
    Optional<String> model,
    Status status,
    Optional<MessageId> parentId,
    Optional<DraftId> draftId,
    Position position,
    Instant createdAt,
    Optional<Instant> finishedAt,
    Optional<String> thinking,
    Optional<FinishReason> finishReason,
    Optional<String> refusal,
    Optional<Event.Usage> usage,
    List<Event.Citation> citations,
    Optional<Event.ReplyError> error,
    Optional<ReplyDetails> details,
    @Schema(hidden = true) @JsonIgnore Optional<Origin> origin,
    @Schema(hidden = true) @JsonIgnore int attempt) {

  public Message {
    citations = List.copyOf(citations);
  }

  /// Somebody's message as it was posted.
  public static Message posted(
      ConversationId conversation, Position position, Event.MessagePosted posted) {
    return new Message(
        posted.messageId(),
        conversation,
        Role.USER,
        Author.of(posted.author()),
        posted.text(),
        Optional.empty(),
        Status.POSTED,
        posted.parentId(),
        posted.draftId(),
        position,
        posted.at(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        posted.origin(),
        0);
  }

  /// Whether it came from a file: then its author and model are what the file says.
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public boolean imported() {
    return origin.filter(Origin::imported).isPresent();
  }

  /// The first place on the log that is after it.
  public Position positionAfter() {
    return new Position(position.epoch(), position.offset() + 1);
  }

  /// Who wrote it: a participant, or a model, whose id is its full name.
  public record Author(String id, String name) {
    public static Author of(Participant participant) {
      return new Author(participant.id().toString(), participant.name());
    }

    public static Author ofModel(String model) {
      return new Author(model, model.substring(model.lastIndexOf('/') + 1));
    }
  }

  /// Who speaks in the model's terms.
  public enum Role {
    USER,
    ASSISTANT;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Where it stands: `posted` for messages, the others for replies.
  public enum Status {
    POSTED,
    STREAMING,
    FINISHED,
    STOPPED,
    FAILED;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// How a reply ended, if it has.
    public Optional<Event.ReplyStatus> end() {
      return switch (this) {
        case POSTED, STREAMING -> Optional.empty();
        case FINISHED -> Optional.of(Event.ReplyStatus.FINISHED);
        case STOPPED -> Optional.of(Event.ReplyStatus.STOPPED);
        case FAILED -> Optional.of(Event.ReplyStatus.FAILED);
      };
    }

    public static Status of(Event.ReplyStatus end) {
      return switch (end) {
        case FINISHED -> FINISHED;
        case STOPPED -> STOPPED;
        case FAILED -> FAILED;
      };
    }
  }
}

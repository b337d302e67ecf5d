package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.NodeId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What happens in a conversation. [Durable] events are the conversation; [Live] events are worth
/// seeing only while they happen.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.MessagePosted.class, name = "message.posted"),
  @JsonSubTypes.Type(value = Event.ReplyRequested.class, name = "reply.requested"),
  @JsonSubTypes.Type(value = Event.ReplyStarted.class, name = "reply.started"),
  @JsonSubTypes.Type(value = Event.ReplyFinished.class, name = "reply.finished"),
  @JsonSubTypes.Type(value = Event.MessageRemoved.class, name = "message.removed"),
  @JsonSubTypes.Type(value = Event.ConversationDeleted.class, name = "conversation.deleted"),
  @JsonSubTypes.Type(value = Event.Heartbeat.class, name = "heartbeat"),
  @JsonSubTypes.Type(value = Event.DraftEdited.class, name = "draft.edited"),
  @JsonSubTypes.Type(value = Event.ReplyDelta.class, name = "reply.delta"),
  @JsonSubTypes.Type(value = Event.ReplyThinking.class, name = "reply.thinking"),
  @JsonSubTypes.Type(value = Event.Joined.class, name = "joined"),
  @JsonSubTypes.Type(value = Event.Left.class, name = "left"),
  @JsonSubTypes.Type(value = Event.StopRequested.class, name = "stop.requested"),
  @JsonSubTypes.Type(value = Event.ConversationChanged.class, name = "conversation.changed"),
  @JsonSubTypes.Type(value = Event.HandedOver.class, name = "handed.over"),
  @JsonSubTypes.Type(value = Event.Renamed.class, name = "renamed"),
  @JsonSubTypes.Type(value = Event.Pulse.class, name = "pulse")
})
public sealed interface Event {

  /// Goes to `parley.log`.
  sealed interface Durable extends Event {}

  /// Goes to `parley.live`.
  sealed interface Live extends Event {}

  /// Somebody's message. With `reply`, a model is to answer it, under the id given there, so that
  /// every node and every redelivery means the same reply.
  record MessagePosted(
      MessageId messageId,
      Participant author,
      String text,
      Optional<MessageId> parentId,
      Optional<DraftId> draftId,
      Optional<ReplyRequest> reply,
      Optional<Origin> origin,
      Instant at)
      implements Durable {
    @JsonCreator
    public MessagePosted {}

    /// A message that was said here.
    public MessagePosted(
        MessageId messageId,
        Participant author,
        String text,
        Optional<MessageId> parentId,
        Optional<DraftId> draftId,
        Optional<ReplyRequest> reply,
        Instant at) {
      this(messageId, author, text, parentId, draftId, reply, Optional.empty(), at);
    }
  }

  /// Somebody wants another reply to a message that is on the log already, or one that has ended to
  /// go on. For who answers, it is the same as the message's own request.
  ///
  /// @param continues the attempt whose end is to be taken back, where the reply has one already
  record ReplyRequested(
      MessageId messageId,
      ReplyRequest reply,
      Participant by,
      Optional<Integer> continues,
      Instant at)
      implements Durable {
    @JsonCreator
    public ReplyRequested {}

    /// A request for a reply that is not there yet.
    public ReplyRequested(MessageId messageId, ReplyRequest reply, Participant by, Instant at) {
      this(messageId, reply, by, Optional.empty(), at);
    }
  }

  /// A model begins to answer. A higher `attempt` starts the text over, or goes on with it; one
  /// that is not higher than all before it is nothing, so that of two nodes that begin at the same
  /// time one goes on.
  ///
  /// @param continues what it goes on with, where the reply had ended
  record ReplyStarted(
      ReplyId replyId,
      MessageId messageId,
      String model,
      int attempt,
      Optional<Continuation> continues,
      Optional<Origin> origin,
      Instant at)
      implements Durable {
    @JsonCreator
    public ReplyStarted {}

    /// A reply that is made here.
    public ReplyStarted(
        ReplyId replyId, MessageId messageId, String model, int attempt, Instant at) {
      this(replyId, messageId, model, attempt, Optional.empty(), Optional.empty(), at);
    }

    /// What the reply has said before this attempt.
    public String textBefore() {
      return continues.map(Continuation::text).orElse("");
    }
  }

  /// The end of a reply, with its whole text. The first one on the log counts whose `attempt` is
  /// not below the highest that has begun before it. `model` is the one that answered, which may be
  /// another than was asked.
  ///
  /// @param thinking what the model thought before it answered
  /// @param finishReason why the model said no more; absent if it was stopped, or never told
  /// @param refusal the model's words where it declined
  record ReplyFinished(
      ReplyId replyId,
      MessageId messageId,
      String model,
      int attempt,
      ReplyStatus status,
      String text,
      Optional<String> thinking,
      Optional<FinishReason> finishReason,
      Optional<String> refusal,
      Optional<Usage> usage,
      List<Citation> citations,
      Optional<ReplyError> error,
      Optional<ReplyDetails> details,
      Instant at)
      implements Durable {
    @JsonCreator
    public ReplyFinished {
      citations = List.copyOf(citations);
    }

    /// One of a model that only answered.
    public ReplyFinished(
        ReplyId replyId,
        MessageId messageId,
        String model,
        int attempt,
        ReplyStatus status,
        String text,
        Optional<Usage> usage,
        List<Citation> citations,
        Optional<ReplyError> error,
        Optional<ReplyDetails> details,
        Instant at) {
      this(
          replyId,
          messageId,
          model,
          attempt,
          status,
          text,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          usage,
          citations,
          error,
          details,
          at);
    }
  }

  /// A message or a reply (`messageId` is then the reply's id) is taken out of the conversation.
  record MessageRemoved(MessageId messageId, Instant at) implements Durable {}

  /// The conversation is erased, with everything in it. What comes after this on the log about it
  /// comes to nothing.
  ///
  /// @param owner whose it was; empty for a room, which the operator has removed
  record ConversationDeleted(Optional<ParticipantId> owner, Instant at) implements Durable {
    public ConversationDeleted(ParticipantId owner, Instant at) {
      this(Optional.of(owner), at);
    }
  }

  /// Proof, through the log itself, that this node reads what is written.
  record Heartbeat(NodeId node, Instant at) implements Durable {}

  /// One update of a draft. `origin` is the connection it was typed on.
  record DraftEdited(
      ParticipantId participantId,
      DraftId draftId,
      int seq,
      DraftEvent event,
      List<TextOp> ops,
      UUID origin)
      implements Live {
    public DraftEdited {
      Objects.requireNonNull(participantId, "participant_id");
      Objects.requireNonNull(draftId, "draft_id");
      Objects.requireNonNull(event, "event");
      Objects.requireNonNull(origin, "origin");
      ops = List.copyOf(ops);
    }
  }

  /// The next piece of a reply; `seq` counts from 1 without gaps within an attempt.
  record ReplyDelta(ReplyId replyId, int attempt, int seq, String text) implements Live {
    public ReplyDelta {
      Objects.requireNonNull(replyId, "reply_id");
      Objects.requireNonNull(text, "text");
    }
  }

  /// The next piece of what a model thinks before it answers; `seq` counts from 1 without gaps
  /// within an attempt, apart from that of the answer.
  record ReplyThinking(ReplyId replyId, int attempt, int seq, String text) implements Live {
    public ReplyThinking {
      Objects.requireNonNull(replyId, "reply_id");
      Objects.requireNonNull(text, "text");
    }
  }

  record Joined(Participant participant) implements Live {}

  record Left(Participant participant) implements Live {}

  /// Whoever generates this reply is to stop.
  record StopRequested(ReplyId replyId) implements Live {}

  /// A conversation's title or settings are others now: `conversation` is all of it, as JSON of the
  /// feature that conversations belong to.
  record ConversationChanged(String conversation) implements Live {}

  /// The node that made this reply ends, and leaves it to any other.
  record HandedOver(ReplyId replyId) implements Live {}

  /// A participant has another name now, wherever they are; `node` is the one that was told, and
  /// has seen to its own connections. Belongs to no conversation; see [EventLog#announce].
  record Renamed(Participant participant, NodeId node) implements Live {}

  /// The same proof as [Heartbeat] for the live topic.
  record Pulse(NodeId node, Instant at) implements Live {}

  /// How a draft changes: begins, is edited, is replaced by the whole text, or is cancelled.
  enum DraftEvent {
    NEW,
    EDIT,
    RESET,
    CANCEL;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How a reply ended.
  enum ReplyStatus {
    FINISHED,
    STOPPED,
    FAILED;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Tokens, as the provider counted them.
  record Usage(int promptTokens, int completionTokens) {}

  /// A source of a reply: `marker` is how the text refers to it, such as `1` for `[1]`.
  record Citation(String marker, String title, URI url, Optional<String> snippet) {}

  /// Why a reply failed: a stable code and a sentence a person understands.
  record ReplyError(String code, String detail) {}
}

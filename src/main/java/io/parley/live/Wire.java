package io.parley.live;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.parley.conversation.Message;
import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.Position;
import io.parley.event.ReplyDetails;
import io.parley.event.ReplyId;
import io.parley.event.TextOp;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import io.parley.realtime.ConnectionId;
import io.parley.realtime.WireEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The one encoder of events: the form that clients get them in, on every transport. The names and
/// fields are the contract in `docs/protocol.md`.
public final class Wire {
  private Wire() {}

  /// An event, with its type as a field.
  @JsonPropertyOrder("type")
  sealed interface Out {
    @JsonProperty
    String type();
  }

  record MessageOut(String type, Message message, Position position) implements Out {}

  record ReplyStarted(
      String type,
      ReplyId replyId,
      MessageId messageId,
      String model,
      int attempt,
      Optional<String> text,
      Optional<Boolean> imported,
      Instant createdAt,
      Position position)
      implements Out {}

  record ReplyDelta(String type, ReplyId replyId, int attempt, int seq, String text)
      implements Out {}

  record ReplyThinking(String type, ReplyId replyId, int attempt, int seq, String text)
      implements Out {}

  record ReplyFinished(
      String type,
      ReplyId replyId,
      MessageId messageId,
      String model,
      int attempt,
      Event.ReplyStatus status,
      String text,
      Optional<String> thinking,
      Optional<FinishReason> finishReason,
      Optional<String> refusal,
      Optional<Event.Usage> usage,
      List<Event.Citation> citations,
      Optional<Event.ReplyError> error,
      Optional<ReplyDetails> details,
      Position position)
      implements Out {}

  record ConversationOut(String type, ConversationView conversation) implements Out {}

  record Deleted(String type, ConversationId conversationId, Position position) implements Out {}

  record DraftOut(
      String type,
      ParticipantId participantId,
      DraftId draftId,
      int seq,
      Event.DraftEvent event,
      List<TextOp> ops)
      implements Out {}

  record Presence(String type, Participant participant) implements Out {}

  record Removed(String type, MessageId messageId, Position position) implements Out {}

  record Notice(String type, String code, String detail, boolean active) implements Out {}

  /// What is live in a conversation, as an event of a stream.
  record SnapshotOut(
      String type,
      List<LiveSnapshot.Reply> replies,
      List<LiveSnapshot.Draft> drafts,
      List<Participant> participants,
      Position position)
      implements Out {}

  record Reset(String type) implements Out {}

  /// An event of a conversation, encoded.
  ///
  /// @throws IllegalArgumentException for one that readers are not told of
  public static WireEvent encode(OrderedEvent event) {
    return switch (event) {
      case OrderedEvent.MessagePosted(Message message) ->
          durable(new MessageOut("message", message, message.position()), message.position());
      case OrderedEvent.ReplyStarted(Event.ReplyStarted started, Position position) ->
          durable(started(started, position), position);
      case OrderedEvent.ReplyDelta(Event.ReplyDelta delta) ->
          live(
              new ReplyDelta(
                  "reply.delta", delta.replyId(), delta.attempt(), delta.seq(), delta.text()));
      case OrderedEvent.ReplyThinking(Event.ReplyThinking thinking) ->
          live(
              new ReplyThinking(
                  "reply.thinking",
                  thinking.replyId(),
                  thinking.attempt(),
                  thinking.seq(),
                  thinking.text()));
      case OrderedEvent.ReplyFinished(Event.ReplyFinished finished, Position position) ->
          durable(finished(finished, position), position);
      case OrderedEvent.MessageRemoved(MessageId message, Position position) ->
          durable(new Removed("removed", message, position), position);
      case OrderedEvent.ConversationChanged(ConversationView conversation) ->
          live(new ConversationOut("conversation", conversation));
      case OrderedEvent.ConversationDeleted(ConversationId id, _, Position position) ->
          durable(new Deleted("conversation.deleted", id, position), position);
      case OrderedEvent.DraftEdited(Event.DraftEdited edited) -> draft(edited);
      case OrderedEvent.Joined(Participant participant) ->
          live(new Presence("joined", participant));
      case OrderedEvent.Left(Participant participant) -> live(new Presence("left", participant));
      case OrderedEvent.Notice(String code, String detail, boolean active) ->
          live(new Notice("notice", code, detail, active));
      case OrderedEvent.ReplyRequested _ ->
          throw new IllegalArgumentException("readers are not told of it");
    };
  }

  private static ReplyStarted started(Event.ReplyStarted started, Position position) {
    return new ReplyStarted(
        "reply.started",
        started.replyId(),
        started.messageId(),
        started.model(),
        started.attempt(),
        started.continues().map(Continuation::text),
        Optional.of(true).filter(_ -> started.origin().filter(Origin::imported).isPresent()),
        started.at(),
        position);
  }

  private static ReplyFinished finished(Event.ReplyFinished finished, Position position) {
    return new ReplyFinished(
        "reply.finished",
        finished.replyId(),
        finished.messageId(),
        finished.model(),
        finished.attempt(),
        finished.status(),
        finished.text(),
        finished.thinking(),
        finished.finishReason(),
        finished.refusal(),
        finished.usage(),
        finished.citations(),
        finished.error(),
        finished.details(),
        position);
  }

  private static WireEvent draft(Event.DraftEdited edited) {
    DraftOut out =
        new DraftOut(
            "draft",
            edited.participantId(),
            edited.draftId(),
            edited.seq(),
            edited.event(),
            edited.ops());
    return WireEvent.live(out.type(), Json.write(out), new ConnectionId(edited.origin()));
  }

  /// What is live, for a stream that begins or was behind.
  public static WireEvent snapshot(LiveSnapshot now) {
    return live(
        new SnapshotOut(
            "snapshot", now.replies(), now.drafts(), now.participants(), now.position()));
  }

  /// What the reader has seen cannot be gone on from: it loads history again.
  public static WireEvent reset() {
    return live(new Reset("reset"));
  }

  private static WireEvent durable(Out out, Position position) {
    return WireEvent.durable(out.type(), Json.write(out), position.toString());
  }

  private static WireEvent live(Out out) {
    return WireEvent.live(out.type(), Json.write(out));
  }
}

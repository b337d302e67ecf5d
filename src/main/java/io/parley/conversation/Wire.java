package io.parley.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.LogEntry;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events in the form that clients get them in, on every transport. The names and fields are the
/// contract in `docs/protocol.md`.
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
      List<LiveReply> replies,
      List<LiveDraft> drafts,
      List<Participant> participants,
      Position position)
      implements Out {}

  record Reset(String type) implements Out {}

  /// Something has happened in one of an owner's conversations.
  record Activity(
      String type,
      ConversationId conversationId,
      Optional<String> title,
      boolean running,
      Instant updatedAt,
      Optional<Boolean> deleted)
      implements Out {
    static Activity of(Conversation conversation, boolean running, Instant at) {
      return new Activity(
          "activity", conversation.id(), conversation.title(), running, at, Optional.empty());
    }

    static Activity erased(ConversationId id, Instant at) {
      return new Activity("activity", id, Optional.empty(), false, at, Optional.of(true));
    }
  }

  /// A reply in progress, with its text so far.
  public record LiveReply(
      ReplyId replyId,
      MessageId messageId,
      String model,
      int attempt,
      int seq,
      String text,
      Optional<LiveThinking> thinking) {}

  /// What the model of a reply in progress has thought so far.
  public record LiveThinking(int seq, String text) {}

  /// Somebody's draft, with its text so far.
  public record LiveDraft(ParticipantId participantId, DraftId draftId, int seq, String text) {}

  static WireEvent message(Message message) {
    return durable(new MessageOut("message", message, message.position()), message.position());
  }

  static WireEvent started(Event.ReplyStarted started, Position position) {
    return durable(
        new ReplyStarted(
            "reply.started",
            started.replyId(),
            started.messageId(),
            started.model(),
            started.attempt(),
            started.continues().map(Continuation::text),
            Optional.of(true)
                .filter(_ -> started.origin().filter(Origin::imported).isPresent()),
            started.at(),
            position),
        position);
  }

  static WireEvent delta(Event.ReplyDelta delta) {
    return live(
        new ReplyDelta("reply.delta", delta.replyId(), delta.attempt(), delta.seq(), delta.text()));
  }

  static WireEvent thinking(Event.ReplyThinking thinking) {
    return live(
        new ReplyThinking(
            "reply.thinking",
            thinking.replyId(),
            thinking.attempt(),
            thinking.seq(),
            thinking.text()));
  }

  static WireEvent finished(LogEntry<?> entry, Event.ReplyFinished finished) {
    return durable(
        new ReplyFinished(
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
            entry.position()),
        entry.position());
  }

  static WireEvent removed(MessageId id, Position position) {
    return durable(new Removed("removed", id, position), position);
  }

  /// A conversation has another title or other settings.
  static WireEvent changed(Event.ConversationChanged changed, Position position, boolean running) {
    return live(
        new ConversationOut(
            "conversation", ConversationView.of(Conversation.read(changed), position, running)));
  }

  static WireEvent deleted(ConversationId id, Position position) {
    return durable(new Deleted("conversation.deleted", id, position), position);
  }

  static WireEvent activity(Activity activity) {
    return live(activity);
  }

  static WireEvent snapshot(LiveConversation.Snapshot now) {
    return live(
        new SnapshotOut(
            "snapshot", now.replies(), now.drafts(), now.participants(), now.position()));
  }

  /// What the reader has seen cannot be gone on from: it loads history again.
  static WireEvent reset() {
    return live(new Reset("reset"));
  }

  /// The last message among these, and the replies after it, as the events that brought them. Where
  /// a reply's end stood on the log the archive does not tell readers: the snapshot's position,
  /// which comes next, is good to resume from as well.
  static List<WireEvent> lastTurn(List<Message> messages, LiveConversation.Snapshot now) {
    List<WireEvent> turn = new ArrayList<>();
    for (Message message : messages) {
      switch (message.role()) {
        case USER -> {
          turn.clear();
          turn.add(message(message));
        }
        case ASSISTANT -> turn.addAll(reply(message, now));
      }
    }
    return turn;
  }

  private static List<WireEvent> reply(Message reply, LiveConversation.Snapshot now) {
    ReplyId id = new ReplyId(reply.id().value());
    MessageId question = reply.parentId().orElseThrow();
    String model = reply.model().orElseThrow();
    int attempt =
        now.replies().stream()
            .filter(running -> running.replyId().equals(id))
            .mapToInt(LiveReply::attempt)
            .findFirst()
            .orElse(1);
    WireEvent started =
        started(
            new Event.ReplyStarted(
                id, question, model, attempt, Optional.empty(), reply.origin(), reply.createdAt()),
            reply.position());
    return reply
        .status()
        .end()
        .map(end ->
            List.of(
                started,
                durable(
                    new ReplyFinished(
                        "reply.finished",
                        id,
                        question,
                        model,
                        attempt,
                        end,
                        reply.content(),
                        reply.thinking(),
                        reply.finishReason(),
                        reply.refusal(),
                        reply.usage(),
                        reply.citations(),
                        reply.error(),
                        reply.details(),
                        now.position()),
                    now.position())))
        .orElse(List.of(started));
  }

  static WireEvent draft(Event.DraftEdited edited) {
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

  static WireEvent joined(Participant participant) {
    return live(new Presence("joined", participant));
  }

  static WireEvent left(Participant participant) {
    return live(new Presence("left", participant));
  }

  /// What is degraded, or well again.
  public static WireEvent notice(String code, String detail, boolean active) {
    return live(new Notice("notice", code, detail, active));
  }

  private static WireEvent durable(Out out, Position position) {
    return WireEvent.durable(out.type(), Json.write(out), position.toString());
  }

  private static WireEvent live(Out out) {
    return WireEvent.live(out.type(), Json.write(out));
  }
}

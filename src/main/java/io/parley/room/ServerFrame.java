package io.parley.room;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.parley.conversation.Message;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.history.HistoryPage;
import io.parley.live.LiveSnapshot;
import io.parley.participant.Participant;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.realtime.Frame;
import io.parley.realtime.WireEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the server sends to one client alone; events for all travel as [io.parley.realtime.Batch].
@JsonPropertyOrder("type")
sealed interface ServerFrame {
  @JsonProperty
  default String type() {
    return switch (this) {
      case Recovered _, Welcome _ -> "welcome";
      case Snapshot _ -> "snapshot";
      case Posted _ -> "posted";
      case Refused _ -> "error";
      case Pong _ -> "pong";
    };
  }

  /// The welcome of a client that came back in time: what it missed, and what is live.
  record Recovered(
      Participant participant,
      Room room,
      boolean recovered,
      @JsonRawValue String events,
      List<LiveSnapshot.Draft> drafts,
      List<LiveSnapshot.Reply> replies,
      List<Participant> participants,
      Position position)
      implements ServerFrame {}

  /// The welcome of everybody else: the last page of history, and what is live.
  record Welcome(
      Participant participant,
      Room room,
      boolean recovered,
      List<Message> messages,
      Optional<String> next,
      List<LiveSnapshot.Draft> drafts,
      List<LiveSnapshot.Reply> replies,
      List<Participant> participants,
      Position position)
      implements ServerFrame {}

  /// Replaces all live state.
  record Snapshot(
      List<LiveSnapshot.Draft> drafts,
      List<LiveSnapshot.Reply> replies,
      List<Participant> participants,
      Position position)
      implements ServerFrame {}

  /// The message is on the log.
  record Posted(MessageId messageId, Position position) implements ServerFrame {}

  record Refused(
      Problem code, String detail, Optional<Long> retryAfterMs, Optional<MessageId> messageId)
      implements ServerFrame {}

  record Pong() implements ServerFrame {}

  default Frame frame() {
    return Frame.of(Json.write(this));
  }

  static ServerFrame recovered(
      Participant participant, Room room, List<WireEvent> missed, LiveSnapshot live) {
    return new Recovered(
        participant,
        room,
        true,
        missed.stream().map(WireEvent::json).collect(Collectors.joining(",", "[", "]")),
        live.drafts(),
        live.replies(),
        live.participants(),
        live.position());
  }

  static ServerFrame welcome(
      Participant participant, Room room, HistoryPage page, LiveSnapshot live) {
    return new Welcome(
        participant,
        room,
        false,
        page.items(),
        page.next(),
        live.drafts(),
        live.replies(),
        live.participants(),
        live.position());
  }

  static ServerFrame snapshot(LiveSnapshot live) {
    return new Snapshot(live.drafts(), live.replies(), live.participants(), live.position());
  }

  static ServerFrame refused(ProblemException problem, Optional<MessageId> message) {
    return new Refused(
        problem.problem(), problem.detail(), problem.retryAfter().map(Duration::toMillis), message);
  }
}

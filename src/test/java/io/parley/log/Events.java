package io.parley.log;

import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.ReplyDetails;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.event.TextOp;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.NodeId;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Events to write and read: one of every type, with every field filled.
final class Events {
  static final Instant AT = Instant.parse("2026-11-21T10:15:30.123Z");
  static final ConversationId CONVERSATION =
      new ConversationId(UUID.fromString("0197a000-0000-7000-8000-000000000001"));
  static final MessageId MESSAGE =
      new MessageId(UUID.fromString("0197a000-0000-7000-8000-000000000002"));
  static final ReplyId REPLY = new ReplyId(UUID.fromString("0197a000-0000-7000-8000-000000000003"));
  static final DraftId DRAFT = new DraftId(UUID.fromString("0197a000-0000-7000-8000-000000000004"));
  static final Participant ADA =
      new Participant(
          new ParticipantId(UUID.fromString("0197a000-0000-7000-8000-000000000005")), "Ada");

  private Events() {}

  static Event.MessagePosted posted(String text) {
    return new Event.MessagePosted(
        MESSAGE, ADA, text, Optional.empty(), Optional.empty(), Optional.empty(), AT);
  }

  static List<Event> oneOfEach() {
    return List.of(
        new Event.MessagePosted(
            MESSAGE,
            ADA,
            "hello, \"world\" \uD83D\uDC4B\n",
            Optional.of(MESSAGE),
            Optional.of(DRAFT),
            Optional.of(new ReplyRequest(REPLY, "demo/guide")),
            Optional.of(
                new Origin(
                    true,
                    List.of(
                        new Origin.Source(
                            new ConversationId(
                                UUID.fromString("0197a000-0000-7000-8000-000000000007")),
                            MESSAGE)))),
            AT),
        posted(""),
        new Event.ReplyStarted(REPLY, MESSAGE, "demo/guide", 2, AT),
        new Event.ReplyFinished(
            REPLY,
            MESSAGE,
            "demo/guide",
            2,
            Event.ReplyStatus.FAILED,
            "half an ans",
            Optional.of("Let me think."),
            Optional.of(FinishReason.ERROR),
            Optional.of("I would rather not."),
            Optional.of(new Event.Usage(10, 20)),
            List.of(
                new Event.Citation(
                    "1", "The log", URI.create("https://example.org/log"), Optional.of("a log"))),
            Optional.of(new Event.ReplyError("provider_unavailable", "The model went away.")),
            Optional.of(
                new ReplyDetails(
                    Optional.of("openai/gpt-5"),
                    List.of(new ReplyDetails.FailedModel("openai/gpt-5", "provider_timeout")),
                    Optional.of(new ReplyDetails.ContextUse(12, 3, 0, 5_900)),
                    Optional.of(new ReplyDetails.Cost(new BigDecimal("0.00125"), "USD")),
                    Optional.of(90L),
                    Optional.of(210L),
                    Optional.of(4_200L),
                    Optional.of(false))),
            AT),
        new Event.ReplyStarted(
            REPLY,
            MESSAGE,
            "demo/guide",
            3,
            Optional.of(new Continuation(2, "half an ans")),
            Optional.empty(),
            AT),
        new Event.ReplyRequested(
            MESSAGE, new ReplyRequest(REPLY, "demo/guide"), ADA, Optional.of(2), AT),
        new Event.ReplyRequested(MESSAGE, new ReplyRequest(REPLY, "demo/guide"), ADA, AT),
        new Event.ConversationDeleted(ADA.id(), AT),
        new Event.ConversationChanged("{\"title\":\"Soil\"}"),
        new Event.MessageRemoved(MESSAGE, AT),
        new Event.Heartbeat(new NodeId("cafe0001"), AT),
        new Event.DraftEdited(
            ADA.id(),
            DRAFT,
            1,
            Event.DraftEvent.NEW,
            List.of(new TextOp.Insert(0, "h"), new TextOp.Erase(1, 1)),
            UUID.fromString("0197a000-0000-7000-8000-000000000006")),
        new Event.ReplyDelta(REPLY, 1, 7, "tok"),
        new Event.ReplyThinking(REPLY, 1, 2, "hm"),
        new Event.Joined(ADA),
        new Event.Left(ADA),
        new Event.StopRequested(REPLY),
        new Event.HandedOver(REPLY),
        new Event.Renamed(ADA, new NodeId("cafe0001")),
        new Event.Pulse(new NodeId("cafe0001"), AT));
  }
}

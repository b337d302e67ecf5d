package io.parley.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import io.parley.event.Event.Citation;
import io.parley.event.Event.ConversationDeleted;
import io.parley.event.Event.DraftEdited;
import io.parley.event.Event.DraftEvent;
import io.parley.event.Event.MessagePosted;
import io.parley.event.Event.ReplyFinished;
import io.parley.event.Event.ReplyRequested;
import io.parley.event.Event.ReplyStarted;
import io.parley.event.Event.ReplyStatus;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Events are kept for years and read by other releases: their names, and what an older release
/// wrote, never change their meaning.
class EventTest {
  private static final String ID = "0197a000-0000-7000-8000-000000000001";
  private static final MessageId MESSAGE = new MessageId(UUID.fromString(ID));
  private static final ReplyId REPLY = new ReplyId(UUID.fromString(ID));
  private static final DraftId DRAFT = new DraftId(UUID.fromString(ID));
  private static final Participant ADA =
      new Participant(new ParticipantId(UUID.fromString(ID)), "Ada");
  private static final Instant AT = Instant.parse("2026-11-21T10:15:30Z");
  private static final Citation CITATION =
      new Citation("1", "The log", URI.create("https://example.org/log"), Optional.empty());

  @Test
  void theTypesKeepTheirNames() {
    assertEquals(
        List.of(
            "conversation.changed ConversationChanged",
            "conversation.deleted ConversationDeleted",
            "draft.edited DraftEdited",
            "handed.over HandedOver",
            "heartbeat Heartbeat",
            "joined Joined",
            "left Left",
            "message.posted MessagePosted",
            "message.removed MessageRemoved",
            "pulse Pulse",
            "renamed Renamed",
            "reply.delta ReplyDelta",
            "reply.finished ReplyFinished",
            "reply.requested ReplyRequested",
            "reply.started ReplyStarted",
            "reply.thinking ReplyThinking",
            "stop.requested StopRequested"),
        Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
            .map(type -> type.name() + " " + type.value().getSimpleName())
            .sorted()
            .toList());
  }

  @Test
  void onlyEventsThatMakeUpTheConversationAreDurable() {
    assertEquals(
        List.of(
            "ConversationDeleted",
            "Heartbeat",
            "MessagePosted",
            "MessageRemoved",
            "ReplyFinished",
            "ReplyRequested",
            "ReplyStarted"),
        Arrays.stream(Event.Durable.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .sorted()
            .toList());
    assertEquals(
        List.of(),
        Arrays.stream(Event.Live.class.getPermittedSubclasses())
            .filter(Event.Durable.class::isAssignableFrom)
            .toList());
  }

  /// As releases wrote it that knew neither origins nor restricted models.
  @Test
  void aMessageOfAnOlderReleaseIsRead() throws Exception {
    MessagePosted posted =
        read(
            MessagePosted.class,
            """
            {"type":"message.posted","message_id":"%1$s","author":{"id":"%1$s","name":"Ada"},
             "text":"hello","reply":{"reply_id":"%1$s","model":"demo/guide"},
             "at":"2026-11-21T10:15:30Z"}
            """);
    assertEquals(
        new MessagePosted(
            MESSAGE,
            ADA,
            "hello",
            Optional.empty(),
            Optional.empty(),
            Optional.of(new ReplyRequest(REPLY, "demo/guide")),
            AT),
        posted);
    assertFalse(posted.reply().orElseThrow().allowed().isRestricted());
  }

  @Test
  void aReplyOfAnOlderReleaseIsRead() throws Exception {
    assertEquals(
        new ReplyStarted(REPLY, MESSAGE, "demo/guide", 1, AT),
        read(
            ReplyStarted.class,
            """
            {"type":"reply.started","reply_id":"%1$s","message_id":"%1$s","model":"demo/guide",
             "attempt":1,"at":"2026-11-21T10:15:30Z"}
            """));
    assertEquals(
        new ReplyFinished(
            REPLY,
            MESSAGE,
            "demo/guide",
            1,
            ReplyStatus.FINISHED,
            "All of it.",
            Optional.of(new Event.Usage(3, 7)),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            AT),
        read(
            ReplyFinished.class,
            """
            {"type":"reply.finished","reply_id":"%1$s","message_id":"%1$s","model":"demo/guide",
             "attempt":1,"status":"finished","text":"All of it.","citations":[],
             "usage":{"prompt_tokens":3,"completion_tokens":7},"at":"2026-11-21T10:15:30Z"}
            """));
  }

  @Test
  void aRequestOfAnOlderReleaseContinuesNoReply() throws Exception {
    assertEquals(
        new ReplyRequested(MESSAGE, new ReplyRequest(REPLY, "demo/guide"), ADA, AT),
        read(
            ReplyRequested.class,
            """
            {"type":"reply.requested","message_id":"%1$s","by":{"id":"%1$s","name":"Ada"},
             "reply":{"reply_id":"%1$s","model":"demo/guide"},"at":"2026-11-21T10:15:30Z"}
            """));
  }

  @Test
  void theDeletionOfARoomNamesNoOwner() throws Exception {
    String room = Json.MAPPER.writeValueAsString(new ConversationDeleted(Optional.empty(), AT));
    assertFalse(room.contains("owner"), room);
    assertEquals(
        new ConversationDeleted(Optional.empty(), AT), read(ConversationDeleted.class, room));
    String owned = Json.MAPPER.writeValueAsString(new ConversationDeleted(ADA.id(), AT));
    assertEquals(Optional.of(ADA.id()), read(ConversationDeleted.class, owned).owner());
  }

  @ParameterizedTest
  @EnumSource
  void aReplyStatusIsWrittenInLowerCaseAndReadBack(ReplyStatus status) throws Exception {
    String json = Json.MAPPER.writeValueAsString(status);
    assertEquals("\"" + status.name().toLowerCase(Locale.ROOT) + "\"", json);
    assertEquals(status, Json.MAPPER.readValue(json, ReplyStatus.class));
  }

  @ParameterizedTest
  @EnumSource
  void aDraftEventIsWrittenInLowerCaseAndReadBack(DraftEvent event) throws Exception {
    String json = Json.MAPPER.writeValueAsString(event);
    assertEquals("\"" + event.name().toLowerCase(Locale.ROOT) + "\"", json);
    assertEquals(event, Json.MAPPER.readValue(json, DraftEvent.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reply.postponed", "MessagePosted", ""})
  void anUnknownTypeIsRejected(String type) {
    assertThrows(
        InvalidTypeIdException.class,
        () -> Json.MAPPER.readValue("{\"type\":\"%s\"}".formatted(type), Event.class));
  }

  @Test
  void aContinuedReplyBeginsWithItsEarlierText() {
    assertEquals("", new ReplyStarted(REPLY, MESSAGE, "m", 1, AT).textBefore());
    ReplyStarted again =
        new ReplyStarted(
            REPLY,
            MESSAGE,
            "m",
            2,
            Optional.of(new Continuation(1, "half an ans")),
            Optional.empty(),
            AT);
    assertEquals("half an ans", again.textBefore());
  }

  @Test
  void listsAreCopied() {
    List<Citation> citations = new ArrayList<>(List.of(CITATION));
    ReplyFinished finished = finished(citations);
    citations.clear();
    assertEquals(List.of(CITATION), finished.citations());

    List<TextOp> ops = new ArrayList<>(List.of(new TextOp.Insert(0, "h")));
    DraftEdited edited =
        new DraftEdited(ADA.id(), DRAFT, 1, DraftEvent.NEW, ops, UUID.fromString(ID));
    ops.clear();
    assertEquals(List.of(new TextOp.Insert(0, "h")), edited.ops());
  }

  private static ReplyFinished finished(List<Citation> citations) {
    return new ReplyFinished(
        REPLY,
        MESSAGE,
        "m",
        1,
        ReplyStatus.FINISHED,
        "text",
        Optional.empty(),
        citations,
        Optional.empty(),
        Optional.empty(),
        AT);
  }

  private static <T extends Event> T read(Class<T> type, String json)
      throws JsonProcessingException {
    return assertInstanceOf(type, Json.MAPPER.readValue(json.formatted(ID), Event.class));
  }
}

package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.conversation.Message;
import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.event.TextOp;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import io.parley.realtime.ConnectionId;
import io.parley.realtime.WireEvent;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The form of each event that clients rely on, as `docs/protocol.md` describes it.
class WireTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:15:30Z");
  private static final Position POSITION = new Position("kZ3fQ", 42);
  private static final ConversationId CONVERSATION = new ConversationId(id(1));
  private static final MessageId MESSAGE = new MessageId(id(2));
  private static final ReplyId REPLY = new ReplyId(id(3));
  private static final DraftId DRAFT = new DraftId(id(4));
  private static final Participant ADA = new Participant(new ParticipantId(id(5)), "Ada");

  @Test
  void aMessageHasItsPositionInTheEventAndInTheMessage() {
    Event.MessagePosted posted =
        new Event.MessagePosted(
            MESSAGE, ADA, "hello", Optional.empty(), Optional.of(DRAFT), Optional.empty(), AT);
    assertDurable(
        """
        {"type":"message","message":{"id":"%2$s","conversation_id":"%1$s","role":"user",
         "author":{"id":"%5$s","name":"Ada"},"content":"hello","status":"posted",
         "draft_id":"%4$s","position":"kZ3fQ:42","created_at":"2026-11-21T10:15:30Z",
         "citations":[]},"position":"kZ3fQ:42"}
        """,
        new OrderedEvent.MessagePosted(Message.posted(CONVERSATION, POSITION, posted)));
  }

  @Test
  void aStartedReplyHasTextAndMarkOnlyIfItContinuesOrIsImported() {
    assertDurable(
        """
        {"type":"reply.started","reply_id":"%3$s","message_id":"%2$s","model":"demo/guide",
         "attempt":1,"created_at":"2026-11-21T10:15:30Z","position":"kZ3fQ:42"}
        """,
        new OrderedEvent.ReplyStarted(
            new Event.ReplyStarted(REPLY, MESSAGE, "demo/guide", 1, AT), POSITION));
    assertDurable(
        """
        {"type":"reply.started","reply_id":"%3$s","message_id":"%2$s","model":"demo/guide",
         "attempt":2,"text":"half an ans","imported":true,"created_at":"2026-11-21T10:15:30Z",
         "position":"kZ3fQ:42"}
        """,
        new OrderedEvent.ReplyStarted(
            started(Optional.of(new Continuation(1, "half an ans")), Optional.of(Origin.file())),
            POSITION));
  }

  /// Without `text`, clients would not know that the reply continues.
  @Test
  void aContinuationOfAnEmptyTextHasAnEmptyText() {
    WireEvent event =
        Wire.encode(
            new OrderedEvent.ReplyStarted(
                started(Optional.of(new Continuation(1, "")), Optional.empty()), POSITION));
    assertEquals("", tree(event.json()).path("text").asText("absent"));
  }

  @Test
  void aCopyOfAReplyOfThisServerIsNotImported() {
    Origin copied = Origin.copy(Optional.empty(), CONVERSATION, MESSAGE);
    WireEvent event =
        Wire.encode(
            new OrderedEvent.ReplyStarted(
                started(Optional.empty(), Optional.of(copied)), POSITION));
    assertTrue(tree(event.json()).path("imported").isMissingNode(), event.json());
  }

  @Test
  void deltasOfAReplyAreLive() {
    assertLive(
        """
        {"type":"reply.delta","reply_id":"%3$s","attempt":2,"seq":7,"text":"tok"}
        """,
        new OrderedEvent.ReplyDelta(new Event.ReplyDelta(REPLY, 2, 7, "tok")));
    assertLive(
        """
        {"type":"reply.thinking","reply_id":"%3$s","attempt":2,"seq":3,"text":"hm"}
        """,
        new OrderedEvent.ReplyThinking(new Event.ReplyThinking(REPLY, 2, 3, "hm")));
  }

  @Test
  void aFinishedReplyHasAllItsFields() {
    assertDurable(
        """
        {"type":"reply.finished","reply_id":"%3$s","message_id":"%2$s","model":"demo/guide",
         "attempt":2,"status":"failed","text":"half an ans","thinking":"Let me think.",
         "finish_reason":"content_filter","refusal":"I would rather not.",
         "usage":{"prompt_tokens":3,"completion_tokens":7},
         "citations":[{"marker":"1","title":"The log","url":"https://example.org/log"}],
         "error":{"code":"provider_error","detail":"It went away."},"position":"kZ3fQ:42"}
        """,
        new OrderedEvent.ReplyFinished(
            new Event.ReplyFinished(
                REPLY,
                MESSAGE,
                "demo/guide",
                2,
                Event.ReplyStatus.FAILED,
                "half an ans",
                Optional.of("Let me think."),
                Optional.of(FinishReason.CONTENT_FILTER),
                Optional.of("I would rather not."),
                Optional.of(new Event.Usage(3, 7)),
                List.of(
                    new Event.Citation(
                        "1", "The log", URI.create("https://example.org/log"), Optional.empty())),
                Optional.of(new Event.ReplyError("provider_error", "It went away.")),
                Optional.empty(),
                AT),
            POSITION));
  }

  @Test
  void aRemovalNamesWhatIsRemoved() {
    assertDurable(
        """
        {"type":"removed","message_id":"%2$s","position":"kZ3fQ:42"}
        """,
        new OrderedEvent.MessageRemoved(MESSAGE, POSITION));
    assertDurable(
        """
        {"type":"conversation.deleted","conversation_id":"%1$s","position":"kZ3fQ:42"}
        """,
        new OrderedEvent.ConversationDeleted(
            CONVERSATION, new Event.ConversationDeleted(ADA.id(), AT), POSITION));
  }

  @Test
  void aDraftUpdateSkipsTheConnectionItWasTypedOn() {
    UUID typedOn = id(6);
    WireEvent event =
        assertLive(
            """
            {"type":"draft","participant_id":"%5$s","draft_id":"%4$s","seq":1,"event":"new",
             "ops":[{"op":"insert","at":0,"text":"hé"},{"op":"erase","at":2,"count":1}]}
            """,
            new OrderedEvent.DraftEdited(
                new Event.DraftEdited(
                    ADA.id(),
                    DRAFT,
                    1,
                    Event.DraftEvent.NEW,
                    List.of(new TextOp.Insert(0, "hé"), new TextOp.Erase(2, 1)),
                    typedOn)));
    assertEquals(Optional.of(new ConnectionId(typedOn)), event.origin());
    assertFalse(event.json().contains(typedOn.toString()), "the id of the connection is not sent");
  }

  @Test
  void presenceAndNoticesGoToAll() {
    assertEquals(
        Optional.empty(),
        assertLive(
                """
                {"type":"joined","participant":{"id":"%5$s","name":"Ada"}}
                """,
                new OrderedEvent.Joined(ADA))
            .origin());
    assertLive(
        """
        {"type":"left","participant":{"id":"%5$s","name":"Ada"}}
        """,
        new OrderedEvent.Left(ADA));
    assertLive(
        """
        {"type":"notice","code":"presence_unknown","detail":"Who is here is unknown.","active":false}
        """,
        new OrderedEvent.Notice("presence_unknown", "Who is here is unknown.", false));
  }

  @Test
  void aRequestForAReplyHasNoWireForm() {
    var requested =
        new OrderedEvent.ReplyRequested(
            new Event.ReplyRequested(MESSAGE, new ReplyRequest(REPLY, "demo/guide"), ADA, AT));
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(requested));
  }

  @Test
  void aSnapshotIsLiveAndCarriesItsPosition() {
    LiveSnapshot now =
        new LiveSnapshot(
            List.of(new LiveSnapshot.Draft(ADA.id(), DRAFT, 3, "hel")),
            List.of(
                new LiveSnapshot.Reply(
                    REPLY,
                    MESSAGE,
                    "demo/guide",
                    2,
                    7,
                    "half",
                    Optional.of(new LiveSnapshot.Thinking(2, "hm")))),
            List.of(ADA),
            POSITION);
    assertLive(
        """
        {"type":"snapshot",
         "replies":[{"reply_id":"%3$s","message_id":"%2$s","model":"demo/guide","attempt":2,
           "seq":7,"text":"half","thinking":{"seq":2,"text":"hm"}}],
         "drafts":[{"participant_id":"%5$s","draft_id":"%4$s","seq":3,"text":"hel"}],
         "participants":[{"id":"%5$s","name":"Ada"}],"position":"kZ3fQ:42"}
        """,
        Wire.snapshot(now));
  }

  @Test
  void aResetHasOnlyItsType() {
    assertEquals(WireEvent.live("reset", "{\"type\":\"reset\"}"), Wire.reset());
  }

  /// Readers can decide by the type before they parse the rest.
  @Test
  void theTypeComesFirst() {
    String json = Wire.encode(new OrderedEvent.MessageRemoved(MESSAGE, POSITION)).json();
    assertTrue(json.startsWith("{\"type\":\"removed\","), json);
  }

  private static Event.ReplyStarted started(
      Optional<Continuation> continues, Optional<Origin> origin) {
    return new Event.ReplyStarted(REPLY, MESSAGE, "demo/guide", 2, continues, origin, AT);
  }

  private static void assertDurable(String json, OrderedEvent event) {
    WireEvent encoded = Wire.encode(event);
    assertForm(json, encoded);
    assertEquals(Optional.of("kZ3fQ:42"), encoded.position());
    assertEquals(Optional.empty(), encoded.origin());
  }

  private static WireEvent assertLive(String json, OrderedEvent event) {
    return assertLive(json, Wire.encode(event));
  }

  private static WireEvent assertLive(String json, WireEvent encoded) {
    assertForm(json, encoded);
    assertFalse(encoded.durable(), encoded.json());
    return encoded;
  }

  private static void assertForm(String json, WireEvent encoded) {
    JsonNode expected = tree(json.formatted(id(1), id(2), id(3), id(4), id(5)));
    assertEquals(expected, tree(encoded.json()));
    assertEquals(expected.path("type").asText(), encoded.type());
  }

  private static JsonNode tree(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private static UUID id(int number) {
    return UUID.fromString("0197a000-0000-7000-8000-00000000000" + number);
  }
}

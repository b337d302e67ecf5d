package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.TextOp;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.NodeId;
import io.parley.realtime.WireEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveStateTest {
  private static final Instant NOW = LogOf.START;
  private static final Participant ADA = LogOf.ADA;
  private static final Participant GRACE = new Participant(new ParticipantId(Ids.next()), "Grace");

  private final ConversationId id = new ConversationId(Ids.next());
  private final LogOf log = new LogOf(id, "e", 0);
  private final TailMemory memory = new TailMemory(TailMemory.LIMIT_BYTES);
  private long start;
  private long next;
  private final LiveState state =
      new LiveState(
          id,
          "e",
          0,
          new LiveConversation.Reading() {
            @Override
            public long start() {
              return start;
            }

            @Override
            public long next() {
              return next;
            }
          },
          memory);

  @Test
  void aRequestForAReplyIsToldToListenersButNotToReaders() {
    ReplyId reply = new ReplyId(Ids.next());
    Happened happened = apply(log.requested(reply, new MessageId(Ids.next())));
    assertEquals(1, happened.events().size());
    assertEquals(List.of(), happened.wire());
    assertTrue(state.replies().isRunning());
  }

  @Test
  void aRepeatedEventHasNoEffect() {
    LogEntry<Event.MessagePosted> posted = log.posted("hello");
    assertEquals(List.of("message"), types(apply(posted)));
    assertEquals(List.of(), types(apply(posted)));
    assertEquals(1, state.tail().view().events().size());
  }

  @Test
  void anEventOfAnotherEpochStartsTheTailOver() {
    apply(log.posted("one"));
    apply(new LogOf(id, "f", 7).posted("two"));
    assertEquals("f", state.tail().epoch());
    assertEquals(7, state.tail().from());
    assertEquals(1, state.tail().view().events().size());
    assertEquals(Optional.empty(), state.missed(new Position("e", 0)));
    state.expire(NOW.plus(Duration.ofHours(1)), NOW);
    assertEquals(0, memory.taken());
  }

  @Test
  void aTailIsIncompleteWhereThisNodeBeganToReadLater() {
    apply(log.posted("one"));
    apply(log.posted("two"));
    assertEquals(1, state.missed(new Position("e", 0)).orElseThrow().size());
    start = 5;
    assertFalse(state.holdsAllAfter(new Position("e", 0)));
    assertEquals(Optional.empty(), state.missed(new Position("e", 0)));
  }

  @Test
  void thePositionIsTheLaterOfTheTailsAndThePartitions() {
    apply(log.posted("one"));
    assertEquals(new Position("e", 0), state.snapshot().position());
    next = 9;
    assertEquals(new Position("e", 8), state.snapshot().position());
  }

  @Test
  void everyPresenceEventChangesTheVersionButReadersAreToldOnce() {
    assertEquals(List.of("joined"), types(live(new Event.Joined(ADA))));
    assertEquals(List.of(), types(live(new Event.Joined(ADA))));
    assertEquals(List.of("left"), types(live(new Event.Left(ADA))));
    assertEquals(List.of(), types(live(new Event.Left(ADA))));
    assertEquals(4, state.presenceVersion());
  }

  @Test
  void whoeverIsNotOnTheListHasLeftAndSoHaveTheirDrafts() {
    live(new Event.Joined(ADA));
    live(
        new Event.DraftEdited(
            ADA.id(),
            new DraftId(Ids.next()),
            1,
            Event.DraftEvent.NEW,
            List.of(new TextOp.Insert(0, "hel")),
            Ids.next()));
    assertEquals(1, state.snapshot().drafts().size());
    Happened happened = new Happened();
    state.agree(List.of(GRACE), happened);
    assertEquals(List.of("left", "joined"), types(happened));
    assertEquals(List.of(GRACE), state.snapshot().participants());
    assertEquals(List.of(), state.snapshot().drafts());
    assertEquals(1, state.presenceVersion());
  }

  @Test
  void theEndOfAReplyRemovesTheRequestThatNothingStarted() {
    ReplyId reply = new ReplyId(Ids.next());
    MessageId question = new MessageId(Ids.next());
    apply(log.requested(reply, question));
    assertEquals(List.of("reply.finished"), types(apply(log.finished(reply, question, 1, "no"))));
    assertFalse(state.replies().isRunning());
    assertEquals(List.of(), types(apply(log.started(reply, question, 2))));
  }

  @Test
  void eventsOfNodesMeanNothingToAConversation() {
    NodeId node = new NodeId("cafe0001");
    assertEquals(List.of(), apply(log.recorded(new Event.Heartbeat(node, NOW))).events());
    assertEquals(List.of(), live(new Event.Pulse(node, NOW)).events());
    assertEquals(List.of(), live(new Event.Renamed(ADA, node)).events());
    assertTrue(state.isEmpty());
  }

  @Test
  void anErasedConversationHoldsNothingButItsErasure() {
    ReplyId reply = new ReplyId(Ids.next());
    apply(log.posted("secret"));
    apply(log.started(reply, new MessageId(Ids.next()), 1));
    assertEquals(List.of("conversation.deleted"), types(apply(log.erased())));
    assertEquals(1, state.tail().view().events().size());
    assertEquals(List.of(), state.snapshot().replies());
    state.expire(NOW.plus(Duration.ofHours(1)), NOW);
    assertTrue(state.isEmpty());
  }

  private Happened apply(LogEntry<?> entry) {
    Happened happened = new Happened();
    state.apply(entry, NOW, happened);
    return happened;
  }

  private Happened live(Event.Live event) {
    return apply(new LogEntry<>(id, event, 0, new Position("e", 0), NOW));
  }

  private static List<String> types(Happened happened) {
    return happened.wire().stream().map(WireEvent::type).toList();
  }
}

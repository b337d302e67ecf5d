package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.Event.DraftEvent;
import io.parley.event.Event.ReplyStatus;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.event.TextOp;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.realtime.Hubs;
import io.parley.realtime.WireEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveConversationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Participant ADA = new Participant(new ParticipantId(Ids.next()), "Ada");
  private static final Participant GRACE = new Participant(new ParticipantId(Ids.next()), "Grace");
  private static final UUID ORIGIN = Ids.next();

  private final ConversationId id = new ConversationId(Ids.next());
  private long next;
  private final LiveConversation conversation =
      new LiveConversation(
          id,
          "e",
          0,
          new LiveConversation.Reading() {
            @Override
            public long start() {
              return 0;
            }

            @Override
            public long next() {
              return next;
            }
          },
          Hubs.immediate(),
          (_, _, _) -> {},
          new TailMemory(TailMemory.LIMIT_BYTES));

  @Test
  void deltasThatComeBeforeTheirStartWaitForIt() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    live(delta(reply, 1, 1, "Hel"));
    live(delta(reply, 1, 2, "lo"));
    assertEquals(List.of(), reader.durable);
    durable(started(reply, 1));
    assertEquals("Hello", reader.texts.get(reply.toString()));
  }

  @Test
  void theEndOfAnAttemptThatWasGivenUpCountsNowhere() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(started(reply, 1));
    live(delta(reply, 1, 1, "from the dead"));
    durable(started(reply, 2));
    live(delta(reply, 2, 1, "anew"));
    durable(finished(reply, 1, "from the dead node"));
    assertFalse(conversation.isOver(reply, 0));
    durable(finished(reply, 2, "anew, whole"));
    assertTrue(conversation.isOver(reply, 0));
    assertEquals("anew, whole", reader.texts.get(reply.toString()));
    assertEquals(3, reader.durable.size());
  }

  @Test
  void ofTwoNodesThatBeginTheSameAttemptTheFirstOnTheLogGoesOn() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(started(reply, 1));
    live(delta(reply, 1, 1, "one"));
    durable(started(reply, 1));
    assertEquals("one", reader.texts.get(reply.toString()));
    assertEquals(1, reader.durable.size());
  }

  @Test
  void aReplyThatGoesOnBeginsWithTheTextSoFar() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(started(reply, 1));
    durable(finished(reply, 1, "one, "));
    live(delta(reply, 2, 1, "two"));
    assertTrue(conversation.isOver(reply, 0));
    durable(goesOn(reply, 2, 1, "one, "));
    assertFalse(conversation.isOver(reply, 0));
    assertEquals("one, two", conversation.now().replies().getFirst().text());
    live(delta(reply, 2, 2, ", three"));
    durable(finished(reply, 2, "one, two, three"));
    assertTrue(conversation.isOver(reply, 1));
    assertFalse(conversation.isOver(reply, 2));
    assertEquals("one, two, three", reader.texts.get(reply.toString()));
  }

  @Test
  void aReplyGoesOnFromItsLatestEndOnly() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(started(reply, 1));
    durable(finished(reply, 1, "one, "));
    durable(goesOn(reply, 2, 1, "one, "));
    durable(finished(reply, 1, "from the dead node"));
    durable(finished(reply, 2, "one, two"));
    durable(goesOn(reply, 3, 1, "one, "));
    assertTrue(conversation.isOver(reply, 0));
    assertEquals("one, two", reader.texts.get(reply.toString()));
  }

  @Test
  void whatAModelThinksComesInItsOrderAndIsThereForWhoJoinsLater() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    live(new Event.ReplyThinking(reply, 1, 2, " then that"));
    durable(started(reply, 1));
    live(delta(reply, 1, 1, "Done"));
    live(new Event.ReplyThinking(reply, 1, 1, "first this,"));
    LiveSnapshot.Reply now = conversation.now().replies().getFirst();
    assertEquals(
        Optional.of(new LiveSnapshot.Thinking(2, "first this, then that")), now.thinking());
    assertEquals("Done", now.text());
    assertEquals("Done", reader.texts.get(reply.toString()));
  }

  @Test
  void anEndThatOvertakesItsLastDeltasCompletesTheText() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(started(reply, 1));
    live(delta(reply, 1, 1, "Hel"));
    durable(finished(reply, 1, "Hello"));
    live(delta(reply, 1, 2, "lo"));
    assertEquals("Hello", reader.texts.get(reply.toString()));
    assertEquals(2, reader.durable.size());
  }

  @Test
  void aNewAttemptStartsTheTextOver() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(started(reply, 1));
    live(delta(reply, 1, 1, "half a"));
    live(delta(reply, 2, 1, "whole"));
    durable(started(reply, 2));
    live(delta(reply, 1, 2, " late"));
    live(delta(reply, 2, 2, " text"));
    assertEquals("whole text", reader.texts.get(reply.toString()));
    durable(finished(reply, 2, "whole text"));
  }

  @Test
  void itRunsFromTheRequestToTheEndOfTheReply() {
    MessageId question = new MessageId(Ids.next());
    ReplyId first = new ReplyId(Ids.next());
    ReplyId second = new ReplyId(Ids.next());
    assertFalse(conversation.isRunning());
    durable(
        new Event.MessagePosted(
            question,
            ADA,
            "Why?",
            Optional.empty(),
            Optional.empty(),
            Optional.of(new ReplyRequest(first, "demo/guide")),
            NOW));
    assertTrue(conversation.isRunning());
    durable(started(first, 1));
    durable(finished(first, 1, "Because."));
    assertFalse(conversation.isRunning());
    durable(new Event.ReplyRequested(question, new ReplyRequest(second, "demo/guide"), ADA, NOW));
    assertTrue(conversation.isRunning());
    durable(started(second, 1));
    durable(finished(second, 1, "Therefore."));
    durable(new Event.ReplyRequested(question, new ReplyRequest(second, "demo/guide"), ADA, NOW));
    assertFalse(conversation.isRunning(), "a request that is on the log twice");
  }

  @Test
  void anErasedConversationTellsNothingButThat() {
    Reader before = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(posted("secret", Optional.empty()));
    durable(started(reply, 1));
    durable(new Event.ConversationDeleted(ADA.id(), NOW));
    assertEquals("erased", before.durable.getLast());

    Reader after = join(Optional.of(new Position("e", -1)));
    assertEquals(List.of("erased"), after.durable);
    assertEquals(List.of(), after.arrival.orElseThrow().snapshot().replies());
    assertFalse(conversation.isRunning());
  }

  @Test
  void theLastTurnBeginsWithTheLastMessage() {
    ReplyId reply = new ReplyId(Ids.next());
    assertEquals(List.of(), join(Optional.empty()).arrival.orElseThrow().lastTurn());
    durable(posted("one", Optional.empty()));
    durable(posted("two", Optional.empty()));
    durable(started(reply, 1));
    durable(finished(reply, 1, "Because."));
    List<String> turn =
        join(Optional.empty()).arrival.orElseThrow().lastTurn().stream()
            .map(WireEvent::type)
            .toList();
    assertEquals(List.of("message", "reply.started", "reply.finished"), turn);
  }

  @Test
  void aReplyEndsOnce() {
    Reader reader = join(Optional.empty());
    ReplyId reply = new ReplyId(Ids.next());
    durable(started(reply, 1));
    durable(finished(reply, 1, "first"));
    durable(finished(reply, 1, "second"));
    durable(started(reply, 2));
    assertEquals("first", reader.texts.get(reply.toString()));
    assertEquals(2, reader.durable.size());
  }

  @Test
  void aMessageThatIsOnTheLogTwiceIsShownOnce() {
    Reader reader = join(Optional.empty());
    Event.MessagePosted message = posted("hello", Optional.empty());
    durable(message);
    durable(message);
    assertEquals(1, reader.durable.size());
  }

  @Test
  void noDraftEventFollowsTheMessageThatTookItsPlace() {
    Reader reader = join(Optional.empty());
    DraftId draft = new DraftId(Ids.next());
    live(draft(draft, 1, DraftEvent.NEW, new TextOp.Insert(0, "hel")));
    assertTrue(reader.drafts.containsKey(draft.toString()));
    durable(posted("hello", Optional.of(draft)));
    live(draft(draft, 2, DraftEvent.EDIT, new TextOp.Insert(3, "lo")));
    assertFalse(reader.drafts.containsKey(draft.toString()));
    assertEquals(List.of(), conversation.now().drafts());
  }

  @Test
  void aDraftWithAGapIsNotShownToWhoComesLater() {
    DraftId draft = new DraftId(Ids.next());
    live(draft(draft, 1, DraftEvent.NEW, new TextOp.Insert(0, "a")));
    assertEquals("a", conversation.now().drafts().getFirst().text());
    live(draft(draft, 3, DraftEvent.EDIT, new TextOp.Insert(1, "c")));
    assertEquals(List.of(), conversation.now().drafts());
    live(draft(draft, 4, DraftEvent.RESET, new TextOp.Insert(0, "abc")));
    assertEquals("abc", conversation.now().drafts().getFirst().text());
  }

  @Test
  void theOneWhoTypesGetsNoEcho() {
    Reader typing = new Reader();
    Reader other = new Reader();
    assertTrue(conversation.join(typing, Optional.empty(), typing::welcomed));
    assertTrue(conversation.join(other, Optional.empty(), other::welcomed));
    Event.DraftEdited edited =
        new Event.DraftEdited(
            ADA.id(), new DraftId(Ids.next()), 1, DraftEvent.NEW, List.of(), typing.id().value());
    assertEquals(
        Optional.of(typing.id()), Wire.encode(new OrderedEvent.DraftEdited(edited)).origin());
  }

  @Test
  void aRemovedMessageIsNeitherReplayedNorBroughtBack() {
    Reader before = join(Optional.empty());
    Position start = before.position().orElseThrow();
    Event.MessagePosted message = posted("regretted", Optional.empty());
    durable(message);
    durable(new Event.MessageRemoved(message.messageId(), NOW));
    durable(message);
    Reader late = join(Optional.of(start));
    assertEquals(List.of("removed " + message.messageId()), late.durable);
    assertEquals(2, before.durable.size());
  }

  @Test
  void aPositionOfAnotherEpochOrOlderThanTheTailIsNotResumed() {
    durable(posted("one", Optional.empty()));
    assertTrue(join(Optional.of(new Position("e", -1))).arrival.orElseThrow().missed().isPresent());
    assertTrue(join(Optional.of(new Position("x", 0))).arrival.orElseThrow().missed().isEmpty());
    conversation.expire(NOW.plus(Duration.ofHours(1)), NOW);
    assertTrue(join(Optional.of(new Position("e", -1))).arrival.orElseThrow().missed().isEmpty());
    assertTrue(join(Optional.of(new Position("e", 0))).arrival.orElseThrow().missed().isPresent());
  }

  @Test
  void aPresenceListThatIsOlderThanTheLastChangeIsNotBelieved() {
    Reader reader = join(Optional.empty());
    long version = conversation.presenceVersion();
    live(new Event.Joined(GRACE));
    assertFalse(conversation.agree(List.of(ADA), version));
    assertEquals(List.of("Grace"), reader.participants);
    assertTrue(conversation.agree(List.of(ADA), conversation.presenceVersion()));
    assertEquals(List.of("Ada"), reader.participants);
  }

  /// The heart of the product: whatever way the two topics run beside each other, and whenever a
  /// reader comes, goes and comes back, it ends with the same conversation as one who was there all
  /// the time.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyReaderSeesTheSameWhateverTheInterleaving(long seed) {
    Random random = new Random(seed);
    ArrayDeque<Event.Durable> log = new ArrayDeque<>();
    ArrayDeque<Event.Live> liveTopic = new ArrayDeque<>();
    for (int turn = 0; turn < 30; turn++) {
      converse(random, turn, log, liveTopic);
    }
    Reader always = join(Optional.empty());
    Reader restless = join(Optional.empty());
    while (!log.isEmpty() || !liveTopic.isEmpty()) {
      if (!log.isEmpty() && (liveTopic.isEmpty() || random.nextInt(4) == 0)) {
        durable(log.removeFirst());
      } else {
        live(liveTopic.removeFirst());
      }
      if (random.nextInt(20) == 0) {
        conversation.leave(restless);
        Reader returned = new Reader();
        returned.durable.addAll(restless.durable);
        returned.texts.putAll(restless.texts);
        assertTrue(conversation.join(returned, restless.position(), returned::welcomed));
        assertTrue(returned.arrival.orElseThrow().missed().isPresent());
        restless = returned;
      }
      if (random.nextInt(3) == 0) {
        conversation.leave(restless);
        Position left = restless.position().orElseThrow();
        int missed = 1 + random.nextInt(10);
        for (int i = 0; i < missed && !liveTopic.isEmpty(); i++) {
          live(liveTopic.removeFirst());
          if (!log.isEmpty() && random.nextBoolean()) {
            durable(log.removeFirst());
          }
        }
        Reader returned = new Reader();
        returned.durable.addAll(restless.durable);
        returned.texts.putAll(restless.texts);
        assertTrue(conversation.join(returned, Optional.of(left), returned::welcomed));
        restless = returned;
      }
    }
    assertTrue(always.durable.size() >= 90, "nothing happened");
    assertEquals(always.durable, restless.durable);
    assertEquals(always.texts, restless.texts);
  }

  /// One turn: a message, and a reply with its deltas, some of them lost or late.
  private static void converse(
      Random random, int turn, ArrayDeque<Event.Durable> log, ArrayDeque<Event.Live> live) {
    ReplyId reply = new ReplyId(Ids.next());
    log.add(posted("message " + turn, Optional.empty()));
    int attempts = 1 + random.nextInt(2);
    StringBuilder text = new StringBuilder();
    for (int attempt = 1; attempt <= attempts; attempt++) {
      text.setLength(0);
      log.add(started(reply, attempt));
      int deltas = random.nextInt(30);
      for (int seq = 1; seq <= deltas; seq++) {
        String word = "w" + attempt + "." + seq + " ";
        text.append(word);
        if (random.nextInt(50) != 0) {
          live.add(delta(reply, attempt, seq, word));
        }
      }
    }
    log.add(finished(reply, attempts, text.toString()));
  }

  private Reader join(Optional<Position> after) {
    Reader reader = new Reader();
    assertTrue(conversation.join(reader, after, reader::welcomed));
    return reader;
  }

  private void durable(Event.Durable event) {
    Position position = new Position("e", next);
    assertTrue(conversation.apply(new LogEntry<>(id, event, 0, position, NOW), NOW));
    next++;
  }

  private void live(Event.Live event) {
    assertTrue(conversation.apply(new LogEntry<>(id, event, 0, new Position("e", 0), NOW), NOW));
  }

  private static Event.MessagePosted posted(String text, Optional<DraftId> draft) {
    return new Event.MessagePosted(
        new MessageId(Ids.next()), ADA, text, Optional.empty(), draft, Optional.empty(), NOW);
  }

  private static Event.ReplyStarted started(ReplyId reply, int attempt) {
    return new Event.ReplyStarted(reply, new MessageId(reply.value()), "demo/guide", attempt, NOW);
  }

  private static Event.ReplyStarted goesOn(ReplyId reply, int attempt, int ended, String text) {
    return new Event.ReplyStarted(
        reply,
        new MessageId(reply.value()),
        "demo/guide",
        attempt,
        Optional.of(new Continuation(ended, text)),
        Optional.empty(),
        NOW);
  }

  private static Event.ReplyDelta delta(ReplyId reply, int attempt, int seq, String text) {
    return new Event.ReplyDelta(reply, attempt, seq, text);
  }

  private static Event.ReplyFinished finished(ReplyId reply, int attempt, String text) {
    return new Event.ReplyFinished(
        reply,
        new MessageId(reply.value()),
        "demo/guide",
        attempt,
        ReplyStatus.FINISHED,
        text,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        NOW);
  }

  private static Event.DraftEdited draft(DraftId draft, int seq, DraftEvent event, TextOp... ops) {
    return new Event.DraftEdited(
        ADA.id(), draft, seq, event, new ArrayList<>(List.of(ops)), ORIGIN);
  }
}

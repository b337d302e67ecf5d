package io.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.archive.ArchivedMessages;
import io.parley.conversation.Message;
import io.parley.conversation.Transcript;
import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.live.LiveConversation;
import io.parley.live.LiveSnapshot;
import io.parley.live.LogOf;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryPageTest {
  private final ConversationId room = new ConversationId(Ids.next());
  private final LogOf log = new LogOf(room, "e2", 100);
  private final MessageId question = new MessageId(Ids.next());
  private final ReplyId reply = new ReplyId(Ids.next());

  @Test
  void whatIsOnTheLogAndNotYetArchivedIsThere() {
    List<LogEntry<Event.MessagePosted>> posts = posts(4);
    HistoryPage page = page(archived(posts.subList(0, 2)), tail(100, posts), 10);
    assertEquals(List.of("m0", "m1", "m2", "m3"), contents(page));
    assertEquals(posts.getLast().position(), page.position());
    assertEquals(Optional.empty(), page.next());
  }

  @Test
  void whatTheArchiveHasSeenAndThisNodeHasNotIsLeftToCome() {
    List<LogEntry<Event.MessagePosted>> posts = posts(4);
    LiveConversation.TailView tail = tail(100, posts.subList(0, 2));
    assertEquals(new Position("e2", 102), HistoryPage.end(tail, Optional.empty()));
    assertEquals(new Position("e2", 101), HistoryPage.position(tail));
  }

  @Test
  void aConversationInWhichNothingHappenedLatelyStandsBeforeTheTail() {
    LiveConversation.TailView tail = tail(100, List.of());
    HistoryPage page = page(new ArchivedMessages.Stretch(List.of(), false, -1), tail, 10);
    assertTrue(page.isEmpty());
    assertEquals(new Position("e2", 99), page.position());
  }

  @Test
  void anArchivedReplyThatEndsInTheTailHasEnded() {
    LogEntry<Event.ReplyStarted> started = log.started(reply, question, 1);
    LogEntry<Event.ReplyFinished> finished = log.finished(reply, question, 1, "Because.");
    HistoryPage page =
        page(
            new ArchivedMessages.Stretch(
                List.of(row(Transcript.started(started, started.event()))), false, -1),
            tail(101, List.of(finished)),
            10);
    assertEquals(List.of("Because."), contents(page));
    assertEquals(Message.Status.FINISHED, page.items().getFirst().status());
  }

  @Test
  void aReplyThatEndedAfterThePagesPositionIsStillInProgressWithItsTextSoFar() {
    LogEntry<Event.ReplyStarted> started = log.started(reply, question, 1);
    LogEntry<Event.ReplyFinished> finished = log.finished(reply, question, 1, "Because it is.");
    Message whole =
        Transcript.finished(Transcript.started(started, started.event()), finished.event());
    ArchivedMessages.Stretch archive =
        new ArchivedMessages.Stretch(
            List.of(new ArchivedMessages.Archived(whole, Optional.of(finished.position()))),
            false,
            -1);
    LiveSnapshot.Reply live =
        new LiveSnapshot.Reply(reply, question, "demo/guide", 1, 1, "Because", Optional.empty());

    HistoryPage behind =
        HistoryPage.of(archive, tail(100, List.of(started)), List.of(live), Optional.empty(), 10);
    assertEquals(List.of("Because"), contents(behind));
    assertEquals(Message.Status.STREAMING, behind.items().getFirst().status());

    HistoryPage abreast =
        HistoryPage.of(
            archive, tail(100, List.of(started, finished)), List.of(), Optional.empty(), 10);
    assertEquals(List.of(whole), abreast.items());
  }

  @Test
  void aReplyThatGoesOnNeverShrinks() {
    LogEntry<Event.ReplyStarted> started = log.started(reply, question, 1);
    LogEntry<Event.ReplyFinished> finished = log.finished(reply, question, 1, "one, ");
    LogEntry<Event.ReplyStarted> again =
        log.goesOn(reply, question, 2, new Continuation(1, "one, "));
    LogEntry<Event.ReplyFinished> whole = log.finished(reply, question, 2, "one, two");
    ArchivedMessages.Stretch nothing = new ArchivedMessages.Stretch(List.of(), false, -1);
    HistoryPage amid = page(nothing, tail(100, List.of(started, finished, again)), 10);
    assertEquals(List.of("one, "), contents(amid));
    assertEquals(Message.Status.STREAMING, amid.items().getFirst().status());
    List<LogEntry<? extends Event.Durable>> all = List.of(started, finished, again, whole);
    HistoryPage end = page(nothing, tail(100, all), 10);
    assertEquals(List.of("one, two"), contents(end));
    assertEquals(Message.Status.FINISHED, end.items().getFirst().status());
    ArchivedMessages.Stretch archived =
        new ArchivedMessages.Stretch(List.of(row(end.items().getFirst())), false, -1);
    assertEquals(end.items(), page(archived, tail(100, all), 10).items());
  }

  @Test
  void whatWasRemovedIsGoneFromBoth() {
    LogEntry<Event.MessagePosted> old = log.posted("archived");
    LogEntry<Event.MessagePosted> recent = log.posted("recent");
    List<LogEntry<? extends Event.Durable>> events =
        List.of(
            recent, log.removed(old.event().messageId()), log.removed(recent.event().messageId()));
    assertTrue(page(archived(List.of(old)), tail(101, events), 10).isEmpty());
  }

  @Test
  void aLongTailIsPagedLikeTheArchive() {
    List<LogEntry<Event.MessagePosted>> posts = posts(7);
    LiveConversation.TailView tail = tail(100, posts);
    HistoryPage last = page(new ArchivedMessages.Stretch(List.of(), false, -1), tail, 3);
    assertEquals(List.of("m4", "m5", "m6"), contents(last));

    Optional<Position> before = last.next().map(HistoryCursor::read);
    HistoryPage middle =
        HistoryPage.of(
            new ArchivedMessages.Stretch(List.of(), false, -1), tail, List.of(), before, 3);
    assertEquals(List.of("m1", "m2", "m3"), contents(middle));
    assertEquals(new Position("e2", 104), HistoryPage.end(tail, before));

    HistoryPage first =
        HistoryPage.of(
            new ArchivedMessages.Stretch(List.of(), false, -1),
            tail,
            List.of(),
            middle.next().map(HistoryCursor::read),
            3);
    assertEquals(List.of("m0"), contents(first));
    assertEquals(Optional.empty(), first.next());
  }

  @Test
  void anOlderEpochComesFirstAndItsPagesHoldNothingOfTheTail() {
    LogOf oldLog = new LogOf(room, "e1", 5_000);
    List<LogEntry<Event.MessagePosted>> old =
        List.of(oldLog.posted("old 1"), oldLog.posted("old 2"));
    List<LogEntry<Event.MessagePosted>> posts = posts(1);
    assertEquals(
        List.of("old 1", "old 2", "m0"), contents(page(archived(old), tail(100, posts), 10)));

    Optional<Position> before = Optional.of(old.getLast().position());
    assertEquals(before.get(), HistoryPage.end(tail(100, posts), before));
    HistoryPage older =
        HistoryPage.of(archived(old.subList(0, 1)), tail(100, posts), List.of(), before, 10);
    assertEquals(List.of("old 1"), contents(older));
  }

  @Test
  void aPageEmptiedByRemovalsStillLeadsToOlderOnes() {
    LogEntry<Event.MessagePosted> old = log.posted("archived");
    ArchivedMessages.Stretch archive =
        new ArchivedMessages.Stretch(archived(List.of(old)).messages(), true, -1);
    HistoryPage page = page(archive, tail(101, List.of(log.removed(old.event().messageId()))), 1);
    assertTrue(page.isEmpty());
    assertEquals(Optional.of(old.position()), page.next().map(HistoryCursor::read));
  }

  @Test
  void anInvalidCursorIsRejected() {
    assertEquals(
        new Position("e2", 7), HistoryCursor.read(HistoryCursor.of(new Position("e2", 7))));
    for (String text :
        List.of(
            "", "x", "e2:7", "%%%", "AAAA", HistoryCursor.of(log.posted("x").position()) + "!")) {
      ProblemException refused =
          assertThrows(ProblemException.class, () -> HistoryCursor.read(text));
      assertEquals(Problem.INVALID_REQUEST, refused.problem());
    }
  }

  @Test
  void theWireFormHasItsThreeFields() {
    String json = Json.write(page(archived(posts(1)), tail(100, List.of()), 1));
    assertTrue(json.startsWith("{\"items\":[{"), json);
    assertFalse(json.contains("empty"), json);
  }

  private List<LogEntry<Event.MessagePosted>> posts(int count) {
    return IntStream.range(0, count).mapToObj(i -> log.posted("m" + i)).toList();
  }

  private static HistoryPage page(
      ArchivedMessages.Stretch archived, LiveConversation.TailView tail, int limit) {
    return HistoryPage.of(archived, tail, List.of(), Optional.empty(), limit);
  }

  private static LiveConversation.TailView tail(
      long from, List<? extends LogEntry<? extends Event.Durable>> events) {
    List<LogEntry<? extends Event.Durable>> copies = new ArrayList<>(events);
    return new LiveConversation.TailView("e2", from, copies);
  }

  private static ArchivedMessages.Stretch archived(List<LogEntry<Event.MessagePosted>> posts) {
    return new ArchivedMessages.Stretch(
        posts.stream().map(post -> row(Transcript.posted(post, post.event()))).toList(), false, -1);
  }

  private static ArchivedMessages.Archived row(Message message) {
    return new ArchivedMessages.Archived(message, Optional.empty());
  }

  private static List<String> contents(HistoryPage page) {
    return page.items().stream().map(Message::content).toList();
  }
}

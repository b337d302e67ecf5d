package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.live.LogOf;
import io.parley.platform.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PendingRepliesTest {
  private final ConversationId room = new ConversationId(Ids.next());
  private final LogOf log = new LogOf(room, "e", 0);
  private final MessageId question = new MessageId(Ids.next());
  private final ReplyId reply = new ReplyId(Ids.next());
  private final ReplyPlace place = new ReplyPlace(room, reply);
  private long now;
  private final PendingReplies pending = new PendingReplies(() -> now);

  @Test
  void aMessageThatAsksForNoReplyIsNotPending() {
    assertEquals(Optional.empty(), read(log.posted("Nothing to answer")));
    assertEquals(List.of(), pending.all());
  }

  @Test
  void anEventWhoseIdStandsForSomethingElseIsIgnored() {
    assertEquals(Optional.empty(), pending.read(asked(), false));
    assertEquals(List.of(), pending.all());

    PendingReplies.Entry entry = ask();
    assertEquals(Optional.empty(), pending.read(log.started(reply, question, 1), false));
    assertFalse(entry.hasBegun());
  }

  @Test
  void aQuestionThatIsReadAndDeliveredIsOneEntryWhateverComesFirst() {
    LogEntry<Event.MessagePosted> asked = asked();
    PendingReplies.Entry delivered = pending.delivered(PendingReply.of(asked).orElseThrow());
    assertSame(delivered, read(asked).orElseThrow());
    assertTrue(delivered.isDelivered());

    ReplyId other = new ReplyId(Ids.next());
    LogEntry<Event.ReplyRequested> requested = log.requested(other, question);
    PendingReplies.Entry first = read(requested).orElseThrow();
    assertFalse(first.isDelivered());
    assertSame(first, pending.delivered(PendingReply.of(requested).orElseThrow()));
    assertTrue(first.isDelivered());
    assertEquals(2, pending.all().size());
  }

  @Test
  void ofTwoStartsOfTheSameAttemptTheFirstOnTheLogLeads() {
    ask();
    Position first = log(log.started(reply, question, 1));
    Position second = log(log.started(reply, question, 1));
    assertTrue(pending.leads(place, 1, first));
    assertFalse(pending.leads(place, 1, second));
  }

  @Test
  void aLaterAttemptTakesTheLeadAndAnEarlierOneDoesNotTakeItBack() {
    PendingReplies.Entry entry = ask();
    Position first = log(log.started(reply, question, 1));
    Position second = log(log.started(reply, question, 2));
    Position late = log(log.started(reply, question, 1));
    assertEquals(2, entry.attempts());
    assertFalse(pending.leads(place, 1, first));
    assertTrue(pending.leads(place, 2, second));
    assertFalse(pending.leads(place, 1, late));
  }

  @Test
  void nobodyLeadsAReplyThatNobodyAskedFor() {
    Position begun = log(log.started(reply, question, 1));
    assertFalse(pending.leads(place, 1, begun));
  }

  @Test
  void theEndOfTheLatestAttemptIsTheOneThatCounts() {
    PendingReplies.Entry entry = ask();
    log(log.started(reply, question, 2));
    log(log.finished(reply, question, 1, "of a node that was thought dead"));
    assertSame(entry, pending.find(place).orElseThrow());
    assertEquals(Optional.empty(), entry.end());

    Position end = log(log.finished(reply, question, 2, "whole"));
    assertEquals(Optional.of(end), entry.end());
    assertEquals(Optional.of(end), join(entry.over()));
    assertEquals(Optional.empty(), pending.find(place));
  }

  @Test
  void theEndThatAReplyGoesOnFromDoesNotEndItAgain() {
    LogEntry<?> asked =
        log.recorded(
            new Event.ReplyRequested(
                question,
                new ReplyRequest(reply, "demo/guide"),
                LogOf.ADA,
                Optional.of(1),
                log.at()));
    PendingReplies.Entry entry = read(asked).orElseThrow();
    assertEquals(1, entry.attempts());
    log(log.finished(reply, question, 1, "one, "));
    assertTrue(pending.find(place).isPresent());

    log(log.goesOn(reply, question, 2, new Continuation(1, "one, ")));
    log(log.finished(reply, question, 2, "one, two"));
    assertTrue(pending.find(place).isEmpty());
  }

  @Test
  void aRemovedReplyIsOverWithoutAnEnd() {
    PendingReplies.Entry entry = ask();
    log(log.removed(new MessageId(reply.value())));
    assertEquals(Optional.empty(), join(entry.over()));
    assertEquals(List.of(), pending.all());
  }

  @Test
  void anErasedConversationEndsItsRepliesAndNoOthers() {
    PendingReplies.Entry entry = ask();
    LogOf elsewhere = new LogOf(new ConversationId(Ids.next()), "e", 50);
    PendingReplies.Entry other =
        read(elsewhere.requested(new ReplyId(Ids.next()), question)).orElseThrow();
    log(log.erased());
    assertEquals(Optional.empty(), join(entry.over()));
    assertEquals(List.of(other), pending.all());
  }

  @Test
  void questionsOfALogThatWasReplacedAreOver() {
    PendingReplies.Entry entry = ask();
    LogOf replaced = new LogOf(room, "another", 0);
    PendingReplies.Entry other =
        read(replaced.requested(new ReplyId(Ids.next()), question)).orElseThrow();
    assertEquals(Optional.empty(), join(entry.over()));
    assertEquals(List.of(other), pending.all());
  }

  @Test
  void whoeverHearsOfTheEndMayBlockWithoutHoldingUpTheReader() throws InterruptedException {
    PendingReplies.Entry entry = ask();
    CountDownLatch goOn = new CountDownLatch(1);
    List<Thread> told = new ArrayList<>();
    CompletableFuture<Void> done =
        entry
            .over()
            .thenAccept(_ -> {
              told.add(Thread.currentThread());
              awaitQuietly(goOn);
            })
            .toCompletableFuture();

    log(log.finished(reply, question, 1, "whole"));

    assertFalse(done.isDone());
    goOn.countDown();
    done.join();
    assertTrue(told.getFirst().isVirtual());
  }

  @Test
  void aFailedReplyTellsItsCauseAndIsForgotten() {
    PendingReplies.Entry entry = ask();
    IllegalStateException cause = new IllegalStateException("the message cannot be read");
    pending.fail(place, cause);
    assertEquals(
        cause, assertThrows(CompletionException.class, () -> join(entry.over())).getCause());
    assertEquals(List.of(), pending.all());
  }

  @Test
  void everythingThatIsHeardOfAReplyBreaksItsSilence() {
    PendingReplies.Entry entry = ask();
    List<Event> heard =
        List.of(
            new Event.ReplyDelta(reply, 1, 1, "a"),
            new Event.ReplyThinking(reply, 1, 1, "hm"),
            new Event.ReplyStarted(reply, question, "demo/guide", 1, log.at()));
    for (Event event : heard) {
      now += 100;
      assertTrue(entry.isQuietFor(100, now), event.toString());
      assertSame(entry, read(log.recorded(event)).orElseThrow());
      assertFalse(entry.isQuietFor(100, now), event.toString());
    }
    assertTrue(entry.isOlderThan(300, now));
    assertFalse(entry.isOlderThan(301, now));
  }

  @Test
  void ageAndSilenceAreRightWhereTheNanosecondsWrapAround() {
    now = Long.MAX_VALUE - 10;
    PendingReplies.Entry entry = ask();
    now += 5;
    assertFalse(entry.isOlderThan(20, now));
    assertFalse(entry.isQuietFor(20, now));
    now += 15;
    assertTrue(entry.isOlderThan(20, now));
    assertTrue(entry.isQuietFor(20, now));
    entry.leaveAloneUntil(now + 5);
    assertFalse(entry.isDue(now + 4));
    assertTrue(entry.isDue(now + 5));
  }

  @Test
  void aReplyIsHandedOverUntilALaterAttemptBegins() {
    PendingReplies.Entry entry = ask();
    log(log.started(reply, question, 1));
    log(log.recorded(new Event.HandedOver(reply)));
    assertTrue(entry.isHandedOver());
    log(log.started(reply, question, 1));
    assertTrue(entry.isHandedOver());
    log(log.started(reply, question, 2));
    assertFalse(entry.isHandedOver());
  }

  @Test
  void anEventOfTheSameReplyInAnotherConversationChangesNothing() {
    PendingReplies.Entry entry = ask();
    LogOf elsewhere = new LogOf(new ConversationId(Ids.next()), "e", 50);
    log(elsewhere.started(reply, question, 1));
    log(elsewhere.finished(reply, question, 1, "elsewhere"));
    assertFalse(entry.hasBegun());
    assertEquals(List.of(entry), pending.all());
  }

  private PendingReplies.Entry ask() {
    return read(asked()).orElseThrow();
  }

  private LogEntry<Event.MessagePosted> asked() {
    return log.posted(question, "Why?", Optional.of(reply));
  }

  private Optional<PendingReplies.Entry> read(LogEntry<?> entry) {
    return pending.read(entry, true);
  }

  private Position log(LogEntry<?> entry) {
    var _ = read(entry);
    return entry.position();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(5, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.log.TopicProgress.Arrival;
import io.parley.testing.Await;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TopicProgressTest {
  private final TopicProgress tail = new TopicProgress();

  @Test
  void nothingIsKnownBeforeItBegins() {
    assertEquals(OptionalLong.empty(), tail.start(0));
    assertEquals(OptionalLong.empty(), tail.next(0));
    assertFalse(tail.caughtUp(0));
  }

  @Test
  void aPartitionInWhichNothingHappenedIsCaughtUpAtOnce() {
    tail.begin(0, 7, 7);

    assertTrue(tail.caughtUp(0));
    assertEquals(OptionalLong.of(7), tail.start(0));
    assertEquals(OptionalLong.of(7), tail.next(0));
  }

  @Test
  void itHasCaughtUpWhenItComesToWhatWasTheEnd() {
    tail.begin(0, 7, 9);

    read(7);
    assertFalse(tail.caughtUp(0));
    read(8);
    assertTrue(tail.caughtUp(0));
    assertEquals(OptionalLong.of(7), tail.start(0));
    assertEquals(OptionalLong.of(9), tail.next(0));
  }

  @Test
  void aGapMovesTheStart() {
    tail.begin(0, 7, 7);
    read(7);

    read(20);

    assertEquals(OptionalLong.of(20), tail.start(0));
    assertEquals(OptionalLong.of(21), tail.next(0));
  }

  @Test
  void aGapBeforeTheFirstRecordMovesTheStartToo() {
    tail.begin(0, 7, 9);

    tail.passed(0, 8, 0); // an unreadable one

    assertEquals(OptionalLong.of(8), tail.start(0));
  }

  @Test
  void theStartMovesBeforeTheReadersSeeWhatComesAfterTheGap() {
    tail.begin(0, 7, 7);

    assertEquals(Arrival.NEW, tail.arrive(0, 20, 0));

    assertEquals(OptionalLong.of(20), tail.start(0));
  }

  @Test
  void aRepeatedOffsetIsIgnored() {
    tail.begin(0, 7, 7);
    assertEquals(Arrival.NEW, tail.arrive(0, 7, 100));
    tail.passed(0, 7, 100);

    assertEquals(Arrival.SEEN, tail.arrive(0, 7, 100));
    tail.passed(0, 7, 100);

    assertEquals(OptionalLong.of(8), tail.next(0));
  }

  @Test
  void backInOffsetButOnInTimeIsSuspect() {
    tail.begin(0, 7, 7);
    tail.passed(0, 7, 100);

    assertEquals(Arrival.SUSPECT, tail.arrive(0, 0, 101));
  }

  @Test
  void whoWaitsForAnEventIsToldWhenItWasRead() {
    tail.begin(0, 0, 0);
    var second = tail.reached(0, 1);
    var first = tail.reached(0, 0);

    read(0);
    first.orTimeout(5, TimeUnit.SECONDS).join();
    assertFalse(second.isDone());

    read(1);
    second.orTimeout(5, TimeUnit.SECONDS).join();
    assertTrue(tail.reached(0, 1).isDone(), "what was read is not waited for");
  }

  @Test
  void whoWaitsForAnotherLogIsToldThatItIsGone() {
    tail.begin(0, 0, 0);
    var waiting = tail.reached(0, 5);

    tail.clear();

    Await.until("it is cancelled", waiting::isCancelled);
    assertEquals(OptionalLong.empty(), tail.start(0));
  }

  private void read(long offset) {
    assertEquals(Arrival.NEW, tail.arrive(0, offset, offset));
    tail.passed(0, offset, offset);
  }
}

package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.Event;
import io.parley.event.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyCoordinatorTest {
  private static final Duration TAKEOVER = Duration.ofSeconds(5);

  private final Nodes nodes = new Nodes("east", "west", "north");
  private final Nodes.One east = nodes.node("east");
  private final Nodes.One west = nodes.node("west");

  @Test
  void theNodeThatKafkaHasChosenAnswersAndTheOthersLeaveItAlone() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofMinutes(1));
    assertTrue(east.makes(question));
    east.finish(question);
    nodes.pass(Duration.ofMinutes(1));
    assertEquals("1", nodes.starts());
    assertEquals(List.of("east"), nodes.ends());
  }

  @Test
  void aReplyWhoseNodeDiesIsTakenOverByOneOtherNodeWithinFiveSeconds() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofSeconds(10));
    east.say(question, 1);
    east.die();
    nodes.pass(TAKEOVER);
    assertEquals("1 2", nodes.starts());
    nodes.pass(Duration.ofMinutes(1));
    assertEquals("1 2", nodes.starts());
    west.finish(question);
    nodes.node("north").finish(question);
    assertEquals(1, nodes.ends().size());
  }

  @Test
  void aReplyGoesOnInTheNextAttemptAndAnOldEndDoesNotEndIt() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofSeconds(1));
    east.finish(question);
    PendingReply more = nodes.askToGoOn(question, 1);
    nodes.append(
        new Event.ReplyFinished(
            question.replyId(),
            question.messageId(),
            "demo/guide",
            1,
            Event.ReplyStatus.FINISHED,
            "from the dead",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH));
    west.deliver(more);
    nodes.pass(Duration.ofSeconds(1));
    assertEquals("1 2", nodes.starts());
    west.finish(more);
    nodes.pass(Duration.ofMinutes(1));
    assertEquals("1 2", nodes.starts());
    assertEquals(List.of("east", "from the dead", "west"), nodes.ends());
  }

  @Test
  void aQuestionWhoseNodeDiesBeforeItBeginsIsAnsweredByAnother() {
    PendingReply question = nodes.ask();
    east.die();
    nodes.pass(TAKEOVER);
    assertEquals("1", nodes.starts());
    assertFalse(east.makes(question));
  }

  @Test
  void aNodeThatSleptThroughItsLeaseWritesNoEnd() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    east.freeze();
    nodes.pass(TAKEOVER);
    assertEquals("1 2", nodes.starts());
    east.thaw();
    east.finish(question);
    assertEquals(List.of(), nodes.ends());
    west.finish(question);
    nodes.node("north").finish(question);
    assertEquals(1, nodes.ends().size());
  }

  @Test
  void aNodeThatSleptUntilTheReplyHadEndedElsewhereWritesNoEnd() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    east.freeze();
    nodes.pass(TAKEOVER);
    west.finish(question);
    nodes.node("north").finish(question);
    assertEquals(1, nodes.ends().size());
    east.thaw();
    east.finish(question);
    assertEquals(1, nodes.ends().size());
  }

  @Test
  void aNodeThatWakesBreaksOffWhatAnotherHasTakenOver() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    east.freeze();
    nodes.pass(TAKEOVER);
    assertTrue(east.makes(question));
    east.thaw();
    nodes.pass(Duration.ofMillis(500));
    assertFalse(east.makes(question));
  }

  @Test
  void aShortSleepCostsNothing() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofSeconds(5));
    east.freeze();
    nodes.pass(Duration.ofSeconds(1));
    east.thaw();
    nodes.pass(Duration.ofSeconds(10));
    east.finish(question);
    assertEquals("1", nodes.starts());
    assertEquals(List.of("east"), nodes.ends());
  }

  @Test
  void withoutRedisTheNodeThatKafkaHasChosenAnswersAlone() {
    nodes.redis.goAway();
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofMinutes(1));
    east.finish(question);
    assertEquals("1", nodes.starts());
    assertEquals(List.of("east"), nodes.ends());
  }

  @Test
  void withoutRedisAReplyIsTakenOverByTheNodeThatKafkaChoosesNext() {
    nodes.redis.goAway();
    PendingReply question = nodes.ask();
    east.deliver(question);
    east.die();
    nodes.pass(Duration.ofSeconds(5));
    west.deliver(question);
    assertEquals("1", nodes.starts());
    nodes.pass(ReplyCoordinator.SILENCE);
    assertTrue(west.makes(question));
    west.finish(question);
    assertEquals("1 2", nodes.starts());
    assertEquals(List.of("west"), nodes.ends());
  }

  @Test
  void aRedisThatHasForgottenAllLeasesChangesNothing() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofSeconds(5));
    nodes.redis.goAway();
    nodes.pass(Duration.ofMinutes(1));
    nodes.redis.comeBackEmpty();
    nodes.pass(Duration.ofMinutes(1));
    east.finish(question);
    assertEquals("1", nodes.starts());
    assertEquals(List.of("east"), nodes.ends());
  }

  @Test
  void twoNodesThatBeginTheSameAttemptFindOutFromTheLog() {
    nodes.redis.goAway();
    PendingReply question = nodes.ask();
    west.freeze();
    east.deliver(question);
    assertTrue(east.makes(question));
    west.deliver(question);
    west.thaw();
    nodes.append(new Event.ReplyDelta(question.replyId(), 1, 1, "from the first on the log"));
    assertTrue(east.makes(question));
    assertEquals("1 1", nodes.starts());
    west.finish(question);
    east.finish(question);
    assertEquals(List.of("east"), nodes.ends());
  }

  @Test
  void aNodeThatLeavesHandsItsRepliesOver() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofSeconds(10));
    east.coordinator.leave();
    east.coordinator.handOver();
    assertFalse(east.makes(question));
    east.finish(question);
    nodes.pass(TAKEOVER);
    assertEquals("1 2", nodes.starts());
  }

  @Test
  void whatIsHandedOverIsBegunElsewhereAtOnce() {
    PendingReply question = nodes.ask();
    east.deliver(question);
    nodes.pass(Duration.ofSeconds(10));
    east.say(question, 1);
    east.coordinator.leave();
    east.coordinator.handOver();
    nodes.append(new Event.HandedOver(question.replyId()));
    nodes.pass(Duration.ofMillis(500));
    assertEquals("1 2", nodes.starts());
  }

  @Test
  void aRemovedReplyIsBegunByNobody() {
    PendingReply question = nodes.ask();
    nodes.append(
        new Event.MessageRemoved(new MessageId(question.replyId().value()), Instant.EPOCH));
    nodes.pass(Duration.ofMinutes(1));
    assertEquals("", nodes.starts());
  }
}

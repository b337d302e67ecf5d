package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.Application;
import io.parley.testing.Await;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The log inside Liberty, over a real Kafka: what is written comes back to this node's readers.
@ArquillianTest
class LogContainerIT {
  private static final Logger LOG = Logger.getLogger(LogContainerIT.class.getName());

  @Inject EventLog log;
  @Inject ReadProgress readProgress;
  @Inject Topics topics;
  @Inject Seen seen;

  private final ConversationId conversation = new ConversationId(Ids.next());

  @Deployment
  static WebArchive application() {
    return Application.with(LogContainerIT.class, Seen.class, Events.class, Await.class);
  }

  @BeforeEach
  void waitForTheLog() {
    Await.within(Duration.ofSeconds(60))
        .check("this node has caught up", () -> readProgress.caughtUp());
  }

  @Test
  void whatIsAppendedComesBackAtItsPosition() {
    var layout = topics.layout().orElseThrow();
    var position = done(log.append(conversation, Events.posted("hello")));

    done(readProgress.reached(conversation, position));

    var entry = seen.of(conversation).getFirst();
    assertEquals(Events.posted("hello"), entry.event());
    assertEquals(position, entry.position());
    assertEquals(layout.epoch(), position.epoch());
    assertEquals(layout.partitionOf(conversation), entry.partition());
    assertTrue(readProgress.next(entry.partition()).orElseThrow() > position.offset());
    assertTrue(readProgress.start(entry.partition()).orElseThrow() <= position.offset());
  }

  @Test
  void bothTopicsKeepTheOrderInWhichOneThreadWrites() {
    var appended = new ArrayList<CompletableFuture<Position>>();
    for (int i = 0; i < 200; i++) {
      appended.add(log.append(conversation, Events.posted("m" + i)).toCompletableFuture());
      log.publish(conversation, new Event.ReplyDelta(Events.REPLY, 1, i, "d"));
    }
    var offsets = appended.stream().map(it -> done(it).offset()).toList();
    Await.until("all are seen", () -> seen.of(conversation).size() == 400);

    assertEquals(offsets.stream().sorted().toList(), offsets);
    assertEquals(
        IntStream.range(0, 200).mapToObj(i -> "m" + i).toList(), texts(Event.MessagePosted.class));
    assertEquals(
        IntStream.range(0, 200).mapToObj(i -> "d" + i).toList(), texts(Event.ReplyDelta.class));
  }

  @Test
  void aReaderThatStumblesHoldsNothingUp() {
    var stumbled = done(log.append(conversation, Events.posted(Seen.STUMBLE)));
    var next = done(log.append(conversation, Events.posted("next")));

    done(readProgress.reached(conversation, stumbled));
    done(readProgress.reached(conversation, next));

    assertEquals(2, seen.of(conversation).size());
  }

  @Test
  void whatIsTooLargeIsRefused() {
    var refused =
        assertThrows(
            CompletionException.class,
            () -> done(log.append(conversation, Events.posted("x".repeat(2 * 1024 * 1024)))));

    assertEquals(
        Problem.TOO_LARGE, assertInstanceOf(ProblemException.class, refused.getCause()).problem());
  }

  @Test
  void waitingForAPositionThatNothingReachesEnds() {
    var far = new Position(topics.layout().orElseThrow().epoch(), Long.MAX_VALUE - 1);

    var late =
        assertThrows(
            CompletionException.class, () -> done(readProgress.reached(conversation, far)));

    assertEquals(
        Problem.UNAVAILABLE, assertInstanceOf(ProblemException.class, late.getCause()).problem());
  }

  @Test
  void anEventComesBackWithinMilliseconds() {
    var durable = new ArrayList<Duration>();
    var live = new ArrayList<Duration>();
    for (int i = 0; i < 100; i++) {
      var message = Events.posted("latency " + conversation + i);
      long appended = System.nanoTime();
      var _ = done(log.append(conversation, message));
      Await.until("it is seen", () -> seen.has(message));
      durable.add(seen.since(appended, message));

      var delta = new Event.ReplyDelta(new ReplyId(conversation.value()), 1, i, "d");
      long published = System.nanoTime();
      log.publish(conversation, delta);
      Await.until("it is seen", () -> seen.has(delta));
      live.add(seen.since(published, delta));
    }
    durable.sort(null);
    live.sort(null);

    LOG.log(
        Level.INFO,
        "append to reader: p50 {0}, p99 {1}; publish to reader: p50 {2}, p99 {3}",
        new Object[] {durable.get(50), durable.get(98), live.get(50), live.get(98)});
    assertTrue(durable.get(50).toMillis() < 50, () -> "p50 " + durable.get(50));
    assertTrue(live.get(50).toMillis() < 50, () -> "p50 " + live.get(50));
  }

  private List<String> texts(Class<? extends Event> type) {
    return seen.of(conversation).stream()
        .map(entry -> entry.event())
        .filter(type::isInstance)
        .map(event ->
            switch (event) {
              case Event.MessagePosted posted -> posted.text();
              case Event.ReplyDelta delta -> delta.text() + delta.seq();
              default -> event.toString();
            })
        .toList();
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}

package io.parley.realtime;

import static io.parley.realtime.Events.durable;
import static io.parley.realtime.Events.live;
import static io.parley.realtime.Events.lives;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HubTest {
  private static final Duration TICK = Duration.ofMillis(25);
  private static final Frame WELCOME = Frame.of("welcome");
  private static final Frame SNAPSHOT = Frame.of("snapshot");

  private final ManualScheduler time = new ManualScheduler();
  private final RealtimeMeter meter = new RealtimeMeter(_ -> {});
  private final Hub small = hub(25);
  private final Hub large = hub(0);

  private Hub hub(int free) {
    return new Hub(
        new Tick(free, Duration.ofNanos(10_000), TICK, TICK, Duration.ofMillis(250)), time, meter);
  }

  private static RecordingSubscriber join(Hub hub) {
    RecordingSubscriber subscriber = new RecordingSubscriber();
    hub.subscribe("room", subscriber, WELCOME);
    return subscriber;
  }

  /// Uses up the head start of a quiet topic, so that what comes next waits for the tick.
  private void startTick() {
    large.publish("room", lives("first"));
    time.advance(Duration.ZERO);
  }

  @Test
  void aSmallAudienceGetsEventsAtOnce() {
    RecordingSubscriber ada = join(small);

    small.publish("room", lives("1"));
    small.publish("room", lives("2", "3"));

    assertEquals(List.of("welcome", "1", "2", "3"), ada.seen);
    assertEquals(2, ada.batches.size());
    assertEquals(0, time.scheduled());
  }

  @Test
  void aLargeAudienceGetsTheEventsOfATickInOneSharedBatch() {
    RecordingSubscriber ada = join(large);
    RecordingSubscriber grace = join(large);
    startTick();

    large.publish("room", lives("1"));
    large.publish("room", lives("2"));
    large.publish("room", lives("3"));
    assertEquals(List.of("welcome", "first"), ada.seen, "the tick is not over");
    time.advance(TICK);

    assertEquals(List.of("welcome", "first", "1", "2", "3"), ada.seen);
    assertEquals(2, ada.batches.size());
    assertSame(ada.batches.get(1), grace.batches.get(1));
  }

  @Test
  void theFirstEventAfterAQuietTimeDoesNotWait() {
    RecordingSubscriber ada = join(large);

    large.publish("room", lives("1"));
    time.advance(Duration.ZERO);

    assertEquals(List.of("welcome", "1"), ada.seen);
  }

  @Test
  void readersThatCannotKeepUpLengthenTheTick() {
    RecordingSubscriber ada = join(large);
    ada.keepsUp = false;
    startTick();

    large.publish("room", lives("1"));
    time.advance(TICK);
    assertEquals(List.of("welcome", "first"), ada.seen);

    time.advance(TICK.multipliedBy(4));
    assertEquals(List.of("welcome", "first", "1"), ada.seen);
  }

  @Test
  void topicsDoNotMix() {
    RecordingSubscriber ada = join(small);
    RecordingSubscriber grace = new RecordingSubscriber();
    small.subscribe("other", grace, WELCOME);

    small.publish("room", lives("1"));
    small.publish("other", lives("2"));
    small.publish("nobody is here", lives("3"));

    assertEquals(List.of("welcome", "1"), ada.seen);
    assertEquals(List.of("welcome", "2"), grace.seen);
  }

  @Test
  void aNewcomerInTheMiddleOfATickSeesEverythingOnce() {
    RecordingSubscriber ada = join(large);
    startTick();

    large.publish("room", lives("1", "2"));
    RecordingSubscriber grace = join(large);
    large.publish("room", lives("3"));
    RecordingSubscriber alan = join(large);
    time.advance(TICK);
    large.publish("room", lives("4"));
    time.advance(TICK);

    assertEquals(List.of("welcome", "first", "1", "2", "3", "4"), ada.seen);
    assertEquals(List.of("welcome", "3", "4"), grace.seen);
    assertEquals(List.of("welcome", "4"), alan.seen);
  }

  @Test
  void aCrowdOfNewcomersCutsNoTickShort() {
    RecordingSubscriber ada = join(large);
    startTick();

    large.publish("room", lives("1"));
    for (int i = 0; i < 100; i++) {
      join(large);
      large.publish("room", lives("joined"));
    }
    assertEquals(1, ada.batches.size());
    time.advance(TICK);

    assertEquals(2, ada.batches.size());
  }

  @Test
  void aSnapshotComesAfterTheDurableEventsBeforeItAndReplacesTheLiveOnes() {
    RecordingSubscriber ada = join(large);
    RecordingSubscriber grace = join(large);
    startTick();

    large.publish("room", List.of(live("1"), durable("2"), live("3")));
    large.resync("room", ada, SNAPSHOT);
    large.publish("room", List.of(live("4"), durable("5")));
    time.advance(TICK);

    assertEquals(List.of("welcome", "first", "2", "snapshot", "4", "5"), ada.seen);
    assertEquals(List.of("welcome", "first", "1", "2", "3", "4", "5"), grace.seen);
  }

  @Test
  void aSnapshotForANewcomerRepeatsNothingOfItsWelcome() {
    RecordingSubscriber ada = join(large);
    startTick();
    large.publish("room", List.of(durable("1")));
    RecordingSubscriber grace = join(large);
    large.publish("room", List.of(durable("2")));

    large.resync("room", grace, SNAPSHOT);
    time.advance(TICK);

    assertEquals(List.of("welcome", "2", "snapshot"), grace.seen);
    assertEquals(List.of("welcome", "first", "1", "2"), ada.seen);
  }

  @Test
  void whoHasLeftGetsNothing() {
    RecordingSubscriber ada = join(large);
    RecordingSubscriber grace = join(large);
    assertEquals(2, large.audience("room"));
    startTick();

    large.publish("room", lives("1"));
    large.unsubscribe("room", ada);
    large.resync("room", ada, SNAPSHOT);
    time.advance(TICK);

    assertEquals(List.of("welcome", "first"), ada.seen);
    assertEquals(List.of("welcome", "first", "1"), grace.seen);
    assertEquals(1, large.audience("room"));
  }

  @Test
  void aTopicThatEveryoneLeftCanBeginAgain() {
    RecordingSubscriber ada = join(large);
    startTick();
    large.publish("room", lives("for nobody"));
    large.unsubscribe("room", ada);
    assertEquals(0, large.audience("room"));

    RecordingSubscriber grace = join(large);
    large.publish("room", lives("1"));
    time.advance(TICK);

    assertEquals(List.of("welcome", "1"), grace.seen);
  }

  @Test
  void aSubscriberThatThrowsIsDroppedAndTheOthersAreServed() {
    Subscriber broken =
        new Subscriber() {
          private final ConnectionId id = ConnectionId.next();

          @Override
          public ConnectionId id() {
            return id;
          }

          @Override
          public void start(Frame state) {}

          @Override
          public boolean deliver(Batch batch) {
            throw new IllegalStateException("broken on purpose");
          }
        };
    small.subscribe("room", broken, WELCOME);
    RecordingSubscriber ada = join(small);

    small.publish("room", lives("1"));

    assertEquals(List.of("welcome", "1"), ada.seen);
    assertEquals(1, small.audience("room"));
  }

  @Test
  void theTimeThatEventsWaitedIsCounted() {
    join(large);
    startTick();
    large.publish("room", lives("1"));
    time.advance(TICK);

    assertEquals(2, meter.ticks());
    assertEquals(0.025, meter.tickSeconds(), 1e-9);
  }

  /// Many topics are published by many threads while others come, go and ask for snapshots. Each
  /// follower checks what the owner's lock promises: after a state that covers the first n events
  /// come exactly n + 1, n + 2, …
  @Test
  void nothingIsLostRepeatedOrReorderedUnderConcurrency() throws InterruptedException {
    try (ScheduledThreads threads = new ScheduledThreads("stress", 2)) {
      Hub hub =
          new Hub(
              new Tick(
                  3,
                  Duration.ofNanos(1_000),
                  Duration.ofNanos(20_000),
                  Duration.ofNanos(20_000),
                  Duration.ofMillis(1)),
              threads,
              meter);
      List<BusyTopic> topics =
          Stream.of("a", "b", "c", "d").map(name -> new BusyTopic(name, hub)).toList();
      List<Thread> started = new ArrayList<>();
      for (BusyTopic topic : topics) {
        started.add(Thread.ofVirtual().start(() -> topic.publish(20_000)));
        for (int i = 0; i < 4; i++) {
          started.add(Thread.ofVirtual().start(() -> topic.comeAndGo(200)));
        }
      }
      for (Thread thread : started) {
        thread.join();
      }
      for (BusyTopic topic : topics) {
        topic.assertEverythingSeen();
      }
    }
  }
}

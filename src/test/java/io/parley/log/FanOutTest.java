package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.platform.NodeId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FanOutTest {
  private static final LogConfig CONFIG = LogConfig.from(_ -> Optional.empty());

  private final VirtualClock clock = new VirtualClock();
  private final ReadProgress progress = new ReadProgress();
  private final FanOut fanOut = new FanOut();
  private final EventCodec codec = new EventCodec(1024 * 1024);
  private final List<String> seen = new ArrayList<>();
  private final List<Position> positions = new ArrayList<>();
  private final List<Throwable> buried = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private final List<Long> acknowledged = new ArrayList<>();
  private final CompletableFuture<Layout> lookedAgain = new CompletableFuture<>();
  private Optional<Layout> layout = Optional.of(new Layout("e", 1));
  private CompletionStage<Map<TopicPartition, Long>> ends = new CompletableFuture<>();
  private boolean readersFail;
  private Flow.Subscriber<Message<byte[]>> log = ignoring();
  private Flow.Subscriber<Message<byte[]>> live = ignoring();

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    fanOut.topics = new KnownTopics();
    fanOut.readProgress = progress;
    progress.topics = fanOut.topics;
    progress.ends = new KnownEnds();
    progress.config = CONFIG;
    fanOut.clock = clock;
    fanOut.meter = new Delays();
    fanOut.readers = new LogReaders(List.of(new Late(), new Early(), new Middle()));
    fanOut.flows = new RecordFlows();
    fanOut.flows.topics = fanOut.topics;
    fanOut.flows.codec = codec;
    fanOut.flows.meter = fanOut.meter;
    fanOut.flows.burial = (_, _, _, cause) -> bury(cause);
    log = opened(fanOut.durableEvents());
    live = opened(fanOut.liveEvents());
    progress.log().begin(0, 0, 0);
    progress.live().begin(0, 0, 0);
  }

  @Test
  void readersSeeAnEventInTheOrderOfTheirPhases() {
    durable(0, "hello");
    assertEquals(List.of("Early", "Middle", "Late"), seen);
    assertEquals(List.of(0L), acknowledged);
  }

  @Test
  void anEventThatReadersFailWithIsShownToTheOthersAndThenBuried() {
    readersFail = true;
    durable(0, "hello");
    durable(1, "again");

    assertEquals(List.of("Early", "Middle", "Late", "Early", "Middle", "Late"), seen);
    assertEquals(List.of(0L, 1L), acknowledged);
    assertEquals(2, buried.size());
    assertEquals("Early", buried.getFirst().getMessage());
    assertEquals("Late", buried.getFirst().getSuppressed()[0].getMessage());
  }

  @Test
  void whatIsOnlyProofOfReadingIsShownToNobody() {
    write(log, 0, new Event.Heartbeat(new NodeId("cafe0001"), clock.instant()));
    write(live, 0, new Event.Pulse(new NodeId("cafe0001"), clock.instant()));
    assertEquals(List.of(), seen);
    assertEquals(OptionalLong.of(1), progress.next(0));
    assertEquals(1, progress.live().next(0).orElseThrow());
  }

  @Test
  void aRecordThatKafkaDeliversTwiceIsShownOnce() {
    durable(0, "hello");
    durable(0, "hello");
    assertEquals(3, seen.size());
    assertEquals(List.of(0L, 0L), acknowledged);
  }

  @Test
  void aLogThatWasReplacedIsReadFromItsStart() {
    durable(5, "of the log before");
    clock.advance(Duration.ofSeconds(1));
    durable(0, "of the new log");
    assertEquals(3, seen.size());
    assertEquals(List.of(5L), acknowledged);

    layout = Optional.of(new Layout("another", 1));
    lookedAgain.complete(layout.orElseThrow());

    assertEquals(List.of(5L, 0L), acknowledged);
    assertEquals(6, seen.size());
    assertEquals(new Position("another", 0), positions.getLast());
    assertEquals(OptionalLong.of(0), progress.start(0));
    assertEquals(OptionalLong.of(1), progress.next(0));
  }

  @Test
  void aRecordThatGoesBackOnTheSameLogIsNotShown() {
    durable(5, "later");
    clock.advance(Duration.ofSeconds(1));
    lookedAgain.complete(layout.orElseThrow());
    durable(0, "suspect");
    assertEquals(3, seen.size());
    assertEquals(List.of(5L, 0L), acknowledged);
  }

  @Test
  void aLiveTopicThatWasReplacedNeedsNobodyToBeAsked() {
    write(live, 5, new Event.StopRequested(Events.REPLY));
    clock.advance(Duration.ofSeconds(1));
    write(live, 0, new Event.StopRequested(Events.REPLY));
    assertEquals(6, seen.size());
    assertEquals(OptionalLong.of(1), progress.live().next(0));
  }

  @Test
  void thisNodeHasCaughtUpOnceEveryPartitionHas() {
    layout = Optional.of(new Layout("e", 2));
    progress.log().begin(1, 0, 1);
    assertTrue(progress.caughtUp(0));
    assertFalse(progress.caughtUp());
    progress.log().passed(1, 0, 0);
    assertTrue(progress.caughtUp());

    layout = Optional.empty();
    assertFalse(progress.caughtUp());
  }

  @Test
  void theDelayIsMeasuredOnlyOfWhatWasWrittenSinceTheNodeStarted() {
    progress.log().begin(0, 0, 1);
    durable(0, "from before the start");
    assertEquals(List.of(), delays);
    durable(1, "now");
    assertEquals(List.of(Duration.ZERO), delays);
  }

  @Test
  void aBrokerWhoseClockIsAheadCausesNoNegativeDelay() {
    write(log, 0, clock.millis() + 5_000, Events.posted("from the future"));
    assertEquals(List.of(Duration.ZERO), delays);
  }

  @Test
  void whoWaitsForAPositionIsToldAfterAllReadersHaveSeenTheEvent() {
    CompletableFuture<Integer> seenBy =
        progress
            .reached(Events.CONVERSATION, new Position("e", 1))
            .thenApply(_ -> seen.size())
            .toCompletableFuture();
    durable(0, "one");
    assertFalse(seenBy.isDone());
    durable(1, "two");
    assertEquals(6, join(seenBy));
  }

  @Test
  void aPositionOfAnotherLogIsNeverReached() {
    assertUnavailable(progress.reached(Events.CONVERSATION, new Position("another", 0)));
    layout = Optional.empty();
    assertUnavailable(progress.reached(Events.CONVERSATION, new Position("e", 0)));
    assertUnavailable(progress.upToDate(Events.CONVERSATION));
  }

  @Test
  void whoWaitsForALogThatIsReplacedIsRefused() {
    CompletionStage<Void> waiting = progress.reached(Events.CONVERSATION, new Position("e", 1));
    progress.log().clear();
    assertUnavailable(waiting);
  }

  @Test
  void thisNodeIsUpToDateWhenItHasReadToTheEndThatKafkaNames() {
    ends = ends(2, 1);
    CompletionStage<Void> log = progress.upToDate(Events.CONVERSATION);
    CompletionStage<Void> live = progress.liveUpToDate(Events.CONVERSATION);
    durable(0, "one");
    assertFalse(log.toCompletableFuture().isDone());
    assertFalse(live.toCompletableFuture().isDone());
    durable(1, "two");
    join(log);
    write(this.live, 0, new Event.StopRequested(Events.REPLY));
    join(live);
  }

  @Test
  void anEmptyLogIsUpToDateAtOnce() {
    ends = CompletableFuture.completedStage(Map.of());
    join(progress.upToDate(Events.CONVERSATION));
    join(progress.liveUpToDate(Events.CONVERSATION));
  }

  @Test
  void whoeverAsksForTheEndIsRefusedIfKafkaDoesNotNameIt() {
    ends = CompletableFuture.failedStage(new IllegalStateException("no broker"));
    assertUnavailable(progress.upToDate(Events.CONVERSATION));
    assertUnavailable(progress.liveUpToDate(Events.CONVERSATION));
  }

  @Test
  void theSharedQuestionForTheEndOutlivesOneWhoNoLongerWaits() {
    CompletableFuture<Map<TopicPartition, Long>> shared = new CompletableFuture<>();
    ends = shared;
    assertUnavailable(progress.upToDate(Events.CONVERSATION));
    assertFalse(shared.isDone());
  }

  private CompletionStage<Void> bury(Optional<? extends Throwable> cause) {
    buried.add(cause.orElseThrow());
    return CompletableFuture.completedStage(null);
  }

  private void durable(long offset, String text) {
    write(log, offset, Events.posted(text));
  }

  private void write(Flow.Subscriber<Message<byte[]>> to, long offset, Event event) {
    write(to, offset, clock.millis(), event);
  }

  private void write(Flow.Subscriber<Message<byte[]>> to, long offset, long at, Event event) {
    to.onNext(
        new Delivered(
            new ConsumerRecord<>(
                "topic",
                0,
                offset,
                at,
                TimestampType.CREATE_TIME,
                0,
                0,
                Layout.key(Events.CONVERSATION),
                codec.encode(event),
                new RecordHeaders(),
                Optional.empty()),
            acknowledged));
  }

  private static CompletionStage<Map<TopicPartition, Long>> ends(long log, long live) {
    return CompletableFuture.completedStage(
        Map.of(
            new TopicPartition(CONFIG.logTopic(), 0), log,
            new TopicPartition(CONFIG.liveTopic(), 0), live));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
  }

  private static void assertUnavailable(CompletionStage<Void> stage) {
    Throwable failure =
        assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
    ProblemException problem = assertInstanceOf(ProblemException.class, failure.getCause());
    assertEquals(Problem.UNAVAILABLE, problem.problem());
  }

  private static Flow.Subscriber<Message<byte[]>> opened(
      Flow.Subscriber<Message<byte[]>> subscriber) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        });
    return subscriber;
  }

  private static Flow.Subscriber<Message<byte[]>> ignoring() {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {}

      @Override
      public void onNext(Message<byte[]> message) {}

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onComplete() {}
    };
  }

  private abstract class Noting implements LogReader {
    @Override
    public void read(LogEntry<?> entry) {
      seen.add(getClass().getSimpleName());
      positions.add(entry.position());
      if (readersFail && !(this instanceof Middle)) {
        throw new IllegalStateException(getClass().getSimpleName());
      }
    }
  }

  private final class Early extends Noting {
    @Override
    public Phase phase() {
      return Phase.LOOKUP;
    }
  }

  private final class Middle extends Noting {}

  private final class Late extends Noting {
    @Override
    public Phase phase() {
      return Phase.REACTION;
    }
  }

  private final class KnownTopics extends Topics {
    @Override
    public Optional<Layout> layout() {
      return layout;
    }

    @Override
    public CompletionStage<Layout> whenKnown() {
      return CompletableFuture.completedStage(layout.orElseThrow());
    }

    @Override
    CompletionStage<Layout> lookAgain() {
      return lookedAgain;
    }
  }

  private final class KnownEnds extends LogEnds {
    @Override
    synchronized CompletionStage<Map<TopicPartition, Long>> now() {
      return ends;
    }
  }

  private final class Delays implements LogMeter {
    @Override
    public void fannedOut(Class<? extends Event> event, Duration delay) {
      delays.add(delay);
    }

    @Override
    public void appended(Class<? extends Event> event, Duration took) {}

    @Override
    public void published(Class<? extends Event> event) {}

    @Override
    public void notSent(Class<? extends Event> event) {}

    @Override
    public void unknown(String consumer) {}

    @Override
    public void retried(String consumer) {}

    @Override
    public void dead(String consumer, String reason) {}
  }

  private record Delivered(ConsumerRecord<byte[], byte[]> record, List<Long> acknowledged)
      implements Message<byte[]> {
    @Override
    public byte[] getPayload() {
      return record.value();
    }

    @Override
    public CompletionStage<Void> ack() {
      acknowledged.add(record.offset());
      return CompletableFuture.completedStage(null);
    }

    @Override
    public <C> C unwrap(Class<C> type) {
      return type.cast(record);
    }
  }
}

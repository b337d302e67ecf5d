package io.parley.log;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/// Reads both topics on this node, from some minutes in the past, and shows every event to every
/// [LogReader], in the order of their phases. An event that a reader fails with is shown to the
/// other readers all the same.
///
/// Heartbeats end here. What is repeated by the broker is not shown again. Partition numbers below
/// are those of [Layout#partitionOf].
@ApplicationScoped
public class FanOut {
  /// A read that waits for an event fails after this: the node is then too far behind.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long Kafka may take to say where the log ends.
  private static final Duration END_KNOWN_WITHIN = Duration.ofSeconds(1);

  @Inject Topics topics;
  @Inject RecordFlows flows;
  @Inject ReadProgress readProgress;
  @Inject LogEnds ends;
  @Inject LogConfig config;
  @Inject Tally tally;
  @Inject Clock clock;
  @Inject @Any Instance<LogReader> readers;

  private volatile String epoch = "";
  private volatile @Nullable List<LogReader> ordered;

  @Incoming("fan-out-log")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public Flow.Subscriber<Message<byte[]>> durableEvents() {
    return flows.each("fan-out-log", 1, handler(readProgress.log(), this::showDurable));
  }

  @Incoming("fan-out-live")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public Flow.Subscriber<Message<byte[]>> liveEvents() {
    return flows.each("fan-out-live", 1, handler(readProgress.live(), this::showLive));
  }

  /// The first offset of this partition from which on this node has seen everything; empty until it
  /// has seen something.
  public OptionalLong start(int partition) {
    return readProgress.log().start(partition);
  }

  /// The offset after the last event of this partition that all readers have seen.
  public OptionalLong next(int partition) {
    return readProgress.log().next(partition);
  }

  /// Whether this node has seen all that was on the log when it started.
  public boolean caughtUp() {
    return topics
        .layout()
        .map(layout -> {
          for (int partition = 0; partition < layout.partitions(); partition++) {
            if (!caughtUp(partition)) {
              return false;
            }
          }
          return true;
        })
        .orElse(false);
  }

  /// The same for one partition.
  public boolean caughtUp(int partition) {
    return readProgress.log().caughtUp(partition);
  }

  /// Whether this node has seen every event of this conversation after this position, up to those
  /// it has still to read. If not, they are to be had from the archive, or, for a moment after the
  /// start, not yet.
  public boolean holdsAllAfter(ConversationId conversation, Position position) {
    return topics
        .layout()
        .filter(layout -> layout.epoch().equals(position.epoch()))
        .map(layout -> layout.partitionOf(conversation))
        .map(partition ->
            caughtUp(partition) && start(partition).orElse(Long.MAX_VALUE) <= position.offset() + 1)
        .orElse(false);
  }

  /// Completes, on a thread of its own, when all readers of this node have seen the event at this
  /// position. Fails with `unavailable` after 5 s.
  public CompletionStage<Void> reached(ConversationId conversation, Position position) {
    return topics
        .layout()
        .filter(layout -> layout.epoch().equals(position.epoch()))
        .map(layout ->
            reached(readProgress.log(), layout.partitionOf(conversation), position.offset()))
        .orElseGet(() -> CompletableFuture.failedStage(behind()));
  }

  /// Completes, on a thread of its own, when all readers of this node have seen every durable event
  /// of this conversation that was on the log when this was called, whichever node has written it.
  /// Fails with `unavailable` if Kafka does not say where the log ends, or this node is too far
  /// behind.
  public CompletionStage<Void> upToDate(ConversationId conversation) {
    return topics
        .layout()
        .map(layout -> layout.partitionOf(conversation))
        .map(partition ->
            ends()
                .thenCompose(
                    ends -> reached(readProgress.log(), config.logTopic(), partition, ends)))
        .orElseGet(() -> CompletableFuture.failedFuture(behind()));
  }

  /// The same for what is live.
  public CompletionStage<Void> liveUpToDate(ConversationId conversation) {
    return ends()
        .thenCompose(ends ->
            reached(readProgress.live(), config.liveTopic(), livePartition(conversation), ends));
  }

  private CompletableFuture<Map<TopicPartition, Long>> ends() {
    return ends.now()
        .toCompletableFuture()
        .copy()
        .orTimeout(END_KNOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(behind()));
  }

  private static CompletionStage<Void> reached(
      TopicProgress tail, String topic, int partition, Map<TopicPartition, Long> ends) {
    return reached(
        tail, partition, ends.getOrDefault(new TopicPartition(topic, partition), 0L) - 1);
  }

  /// Where Kafka's own partitioner puts what is live in this conversation.
  private int livePartition(ConversationId conversation) {
    return new Layout("", Math.max(1, readProgress.live().partitions())).partitionOf(conversation);
  }

  CompletionStage<Void> durableReached(int partition, long offset) {
    return reached(readProgress.log(), partition, offset);
  }

  CompletionStage<Void> liveReached(int partition, long offset) {
    return reached(readProgress.live(), partition, offset);
  }

  private static CompletionStage<Void> reached(TopicProgress tail, int partition, long offset) {
    return tail.reached(partition, offset)
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(behind()));
  }

  private static RuntimeException behind() {
    return Problem.UNAVAILABLE.because("This server has not caught up with the event log.");
  }

  private static RecordFlow.Handler handler(TopicProgress tail, RecordFlow.Handler show) {
    return new RecordFlow.Handler() {
      @Override
      public CompletionStage<Void> handle(LogEntry<?> entry) {
        return show.handle(entry);
      }

      @Override
      public void passed(int partition, long offset, long at) {
        tail.passed(partition, offset, at);
      }
    };
  }

  private CompletionStage<Void> showDurable(LogEntry<?> entry) {
    String before = epoch;
    epoch = entry.position().epoch();
    if (!before.isEmpty() && !before.equals(epoch)) {
      readProgress.log().clear();
    }
    return switch (arrive(readProgress.log(), entry)) {
      case NEW -> show(entry);
      case SEEN -> CompletableFuture.completedStage(null);
      case SUSPECT -> topics.lookAgain().thenCompose(layout -> showAnew(entry, layout));
    };
  }

  /// The log may be another one since: then this is its first event here.
  private CompletionStage<Void> showAnew(LogEntry<?> entry, Layout layout) {
    return layout.epoch().equals(entry.position().epoch())
        ? CompletableFuture.completedStage(null)
        : showDurable(
            new LogEntry<>(
                entry.conversation(),
                entry.event(),
                entry.partition(),
                new Position(layout.epoch(), entry.position().offset()),
                entry.at()));
  }

  private CompletionStage<Void> showLive(LogEntry<?> entry) {
    return switch (arrive(readProgress.live(), entry)) {
      case NEW -> show(entry);
      case SEEN -> CompletableFuture.completedStage(null);
      case SUSPECT -> {
        readProgress.live().clear();
        yield showLive(entry);
      }
    };
  }

  private static TopicProgress.Arrival arrive(TopicProgress tail, LogEntry<?> entry) {
    return tail.arrive(entry.partition(), entry.position().offset(), entry.at().toEpochMilli());
  }

  private CompletionStage<Void> show(LogEntry<?> entry) {
    return switch (entry.event()) {
      case Event.Heartbeat _, Event.Pulse _ -> CompletableFuture.completedStage(null);
      default -> showReaders(entry);
    };
  }

  private CompletionStage<Void> showReaders(LogEntry<?> entry) {
    RuntimeException failure = null;
    for (LogReader reader : readers()) {
      try {
        reader.read(entry);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    Duration delay = Duration.between(entry.at(), clock.instant());
    if (caughtUp(entry.partition())) {
      tally.fannedOut(entry.event().getClass(), delay.isNegative() ? Duration.ZERO : delay);
    }
    return failure == null
        ? CompletableFuture.completedStage(null)
        : CompletableFuture.failedStage(failure);
  }

  private List<LogReader> readers() {
    List<LogReader> known = ordered;
    if (known == null) {
      known = readers.stream().sorted(Comparator.comparing(LogReader::phase)).toList();
      ordered = known;
    }
    return known;
  }
}

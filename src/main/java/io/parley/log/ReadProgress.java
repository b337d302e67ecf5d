package io.parley.log;

import io.parley.event.ConversationId;
import io.parley.event.Position;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/// How far the [FanOut] of this node has read each topic, and waiting for it to come to a place.
/// Partition numbers are those of [Layout#partitionOf].
@ApplicationScoped
public class ReadProgress {
  /// A read that waits for an event fails after this: the node is then too far behind.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long Kafka may take to say where the log ends.
  private static final Duration END_KNOWN_WITHIN = Duration.ofSeconds(1);

  @Inject Topics topics;
  @Inject LogEnds ends;
  @Inject LogConfig config;

  private final TopicProgress log = new TopicProgress();
  private final TopicProgress live = new TopicProgress();

  TopicProgress log() {
    return log;
  }

  TopicProgress live() {
    return live;
  }

  /// The first offset of this partition from which on this node has seen everything; empty until it
  /// has seen something.
  public OptionalLong start(int partition) {
    return log.start(partition);
  }

  /// The offset after the last event of this partition that all readers have seen.
  public OptionalLong next(int partition) {
    return log.next(partition);
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
    return log.caughtUp(partition);
  }

  /// Completes, on a thread of its own, when all readers of this node have seen the event at this
  /// position. Fails with `unavailable` after 5 s.
  public CompletionStage<Void> reached(ConversationId conversation, Position position) {
    return topics
        .layout()
        .filter(layout -> layout.epoch().equals(position.epoch()))
        .map(layout -> reached(log, layout.partitionOf(conversation), position.offset()))
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
            ends().thenCompose(ends -> reached(log, config.logTopic(), partition, ends)))
        .orElseGet(() -> CompletableFuture.failedFuture(behind()));
  }

  /// The same for what is live.
  public CompletionStage<Void> liveUpToDate(ConversationId conversation) {
    return ends()
        .thenCompose(ends -> reached(live, config.liveTopic(), livePartition(conversation), ends));
  }

  private CompletableFuture<Map<TopicPartition, Long>> ends() {
    return ends.now()
        .toCompletableFuture()
        .copy()
        .orTimeout(END_KNOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(behind()));
  }

  private static CompletionStage<Void> reached(
      TopicProgress progress, String topic, int partition, Map<TopicPartition, Long> ends) {
    return reached(
        progress, partition, ends.getOrDefault(new TopicPartition(topic, partition), 0L) - 1);
  }

  /// Where Kafka's own partitioner puts what is live in this conversation.
  private int livePartition(ConversationId conversation) {
    return new Layout("", Math.max(1, live.partitions())).partitionOf(conversation);
  }

  CompletionStage<Void> durableReached(int partition, long offset) {
    return reached(log, partition, offset);
  }

  CompletionStage<Void> liveReached(int partition, long offset) {
    return reached(live, partition, offset);
  }

  private static CompletionStage<Void> reached(TopicProgress progress, int partition, long offset) {
    return progress
        .reached(partition, offset)
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(behind()));
  }

  private static RuntimeException behind() {
    return Problem.UNAVAILABLE.because("This server has not caught up with the event log.");
  }
}

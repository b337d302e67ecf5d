package io.parley.log;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Where both topics end, asked of Kafka for those who want to have read all that any node had
/// written when they asked. A caller that asks while a question is open shares the next one: so
/// many readers cost no more than one.
@ApplicationScoped
class LogEnds {
  /// After a question without an answer nobody else waits for the next one.
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  @Inject LogConfig config;
  @Inject KafkaClients clients;
  @Inject Topics topics;
  @Inject ReadProgress readProgress;

  private @Nullable Admin admin;
  private @Nullable CompletableFuture<Map<TopicPartition, Long>> next;
  private boolean asking;
  private boolean failing;
  private long failedAt;
  private boolean closed;

  /// The offset after the last record of each partition. Fails if Kafka does not answer.
  synchronized CompletionStage<Map<TopicPartition, Long>> now() {
    if (closed || (failing && System.nanoTime() - failedAt < PAUSE)) {
      return CompletableFuture.failedStage(new IllegalStateException("Kafka does not answer"));
    }
    CompletableFuture<Map<TopicPartition, Long>> shared = next;
    if (shared == null) {
      shared = new CompletableFuture<>();
      next = shared;
    }
    if (!asking) {
      ask();
    }
    return shared;
  }

  @PreDestroy
  synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }

  private synchronized void ask() {
    CompletableFuture<Map<TopicPartition, Long>> question = next;
    Layout layout = topics.layout().orElse(null);
    next = null;
    if (question == null) {
      return;
    }
    if (layout == null) {
      question.completeExceptionally(new IllegalStateException("The topics do not exist yet"));
      return;
    }
    asking = true;
    Admin open = admin == null ? clients.admin() : admin;
    admin = open;
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < layout.partitions(); partition++) {
      ends.put(new TopicPartition(config.logTopic(), partition), OffsetSpec.latest());
    }
    for (int partition = 0; partition < readProgress.live().partitions(); partition++) {
      ends.put(new TopicPartition(config.liveTopic(), partition), OffsetSpec.latest());
    }
    var _ =
        open.listOffsets(ends)
            .all()
            .toCompletionStage()
            .whenComplete((found, failure) -> {
              answered(failure == null);
              // not on the client's own thread: whoever waits may block
              Thread.startVirtualThread(() -> {
                if (failure == null) {
                  question.complete(offsets(found));
                } else {
                  question.completeExceptionally(failure);
                }
              });
            });
  }

  private synchronized void answered(boolean known) {
    asking = false;
    failing = !known;
    failedAt = System.nanoTime();
    if (next != null && !closed) {
      ask();
    }
  }

  private static Map<TopicPartition, Long> offsets(
      Map<TopicPartition, ListOffsetsResultInfo> found) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    found.forEach((partition, end) -> offsets.put(partition, end.offset()));
    return offsets;
  }
}

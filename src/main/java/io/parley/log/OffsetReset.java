package io.parley.log;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Lets a new group begin in the past: commits for it, before it has a member, the offset that each
/// partition had at a moment.
///
/// Kafka's own `auto.offset.reset=by_duration:…` is not that: in a partition where nothing was
/// written since then it waits until something is, and Liberty's connector waits with it, for all
/// partitions.
final class OffsetReset {
  private final Admin admin;

  OffsetReset(Admin admin) {
    this.admin = admin;
  }

  /// What a group is to read before it has caught up: from `start` to before `end`.
  record Span(long start, long end) {}

  /// @return by partition
  Map<Integer, Span> rewind(String group, String topic, Instant since)
      throws ExecutionException, InterruptedException {
    int partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
            .mapToInt(it -> it.partitions().size())
            .sum();
    var then = offsets(topic, partitions, OffsetSpec.forTimestamp(since.toEpochMilli()));
    var now = offsets(topic, partitions, OffsetSpec.latest());
    var spans = new HashMap<Integer, Span>();
    then.forEach((partition, found) -> {
      long end = now.getOrDefault(partition, found).offset();
      // nothing since then: what comes next will do
      long start = found.offset() < 0 ? end : found.offset();
      spans.put(partition.partition(), new Span(start, end));
    });
    admin
        .alterConsumerGroupOffsets(
            group,
            spans.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        span -> new TopicPartition(topic, span.getKey()),
                        span -> new OffsetAndMetadata(span.getValue().start()))))
        .all()
        .get();
    return spans;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      String topic, int partitions, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), spec);
    }
    return admin.listOffsets(asked).all().get();
  }
}

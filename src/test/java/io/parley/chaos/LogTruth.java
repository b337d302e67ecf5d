package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// `parley.log` itself, read past the server.
final class LogTruth {
  private final Cluster cluster;

  LogTruth(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Replies of this room whose end stands on the log more than once.
  List<String> endedTwice(Room room) {
    Map<String, Integer> ends = new HashMap<>();
    read((key, event) -> {
      if (key.equals(room.id()) && event.path("type").asText().equals("reply.finished")) {
        ends.merge(event.path("reply_id").asText(), 1, Integer::sum);
      }
    });
    List<String> twice = new ArrayList<>();
    ends.forEach((reply, count) -> {
      if (count > 1) {
        twice.add("reply %s, %d times".formatted(reply, count));
      }
    });
    return twice;
  }

  /// How many events of each type stand on the log, but for the heartbeats.
  Map<String, Integer> events() {
    Map<String, Integer> events = new HashMap<>();
    read((_, event) -> {
      if (!event.path("type").asText().equals("heartbeat")) {
        events.merge(event.path("type").asText(), 1, Integer::sum);
      }
    });
    return events;
  }

  private void read(BiConsumer<String, JsonNode> reader) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(cluster, "parley.log")) {
      consumer.seekToBeginning(consumer.assignment());
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key() != null && record.value() != null) {
            reader.accept(new String(record.key(), StandardCharsets.UTF_8), event(record.value()));
          }
        }
      }
    }
  }

  /// A record that is no JSON (there are some: [PoisonRecords]) is none of the events.
  private static JsonNode event(byte[] value) {
    try {
      JsonNode event = Json.MAPPER.readTree(value);
      return event == null ? Json.MAPPER.missingNode() : event;
    } catch (com.fasterxml.jackson.core.JsonProcessingException poison) {
      return Json.MAPPER.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Assigned to all partitions of a topic, at their end.
  static KafkaConsumer<byte[], byte[]> consumer(Cluster cluster, String topic) {
    Map<String, Object> settings = cluster.services().kafkaClient();
    settings.put("max.partition.fetch.bytes", 64 * 1024 * 1024);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }
}

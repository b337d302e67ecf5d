package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.parley.testing.Await;
import io.parley.testing.TestBed;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The topics on a real broker, under names of this test's own.
class TopicsIT {
  private final LogConfig config = LogConfig.from(settings());
  private final KafkaClients clients = new KafkaClients(config);
  private final Admin admin = clients.admin();
  private final TopicKeeper keeper = new TopicKeeper(admin, config);

  private static Function<String, Optional<String>> settings() {
    var settings = new HashMap<String, String>();
    TestBed.services()
        .kafkaClient()
        .forEach((name, value) -> settings.put("parley.kafka." + name, value.toString()));
    settings.put("parley.kafka.bootstrap-servers", TestBed.services().kafkaBootstrapServers());
    settings.put("parley.log.topic", "test.log");
    settings.put("parley.log.live-topic", "test.live");
    settings.put("parley.log.dead-topic", "test.dead");
    settings.put("parley.log.partitions", "3");
    return key -> Optional.ofNullable(settings.get(key));
  }

  @AfterEach
  void remove() throws Exception {
    delete("test.log");
    delete("test.live");
    delete("test.dead");
    admin.close();
  }

  @Test
  void whatIsMissingIsMade() throws Exception {
    assertEquals(3, keep().partitions());

    assertEquals(
        Map.of(
            "cleanup.policy", "delete",
            "compression.type", "lz4",
            "max.message.bytes", "1179648",
            "message.timestamp.type", "LogAppendTime",
            "min.insync.replicas", "1",
            "retention.ms", "2592000000"),
        settings("test.log"));
    assertEquals(
        Map.of(
            "cleanup.policy", "delete",
            "compression.type", "uncompressed",
            "max.message.bytes", "1179648",
            "message.timestamp.type", "LogAppendTime",
            "min.insync.replicas", "1",
            "retention.ms", "600000",
            "segment.ms", "300000"),
        settings("test.live"));
    assertEquals("gzip", settings("test.dead").get("compression.type"));
  }

  @Test
  void whatIsThereStaysAsItIs() throws Exception {
    admin
        .createTopics(
            List.of(new NewTopic("test.log", 5, (short) 1).configs(Map.of("retention.ms", "1000"))))
        .all()
        .get();

    assertEquals(5, keep().partitions());
    assertEquals(Map.of("retention.ms", "1000"), settings("test.log"));
  }

  @Test
  void aLogThatIsCreatedAgainHasAnotherEpoch() throws Exception {
    var before = keep();
    assertEquals(before, keep(), "the same log is the same epoch");

    delete("test.log");

    assertNotEquals(before.epoch(), keep().epoch());
  }

  @Test
  void aGroupBeginsWhereAPartitionWasAtThatMoment() throws Exception {
    keep();
    try (var producer = clients.durable()) {
      for (int partition : new int[] {0, 0, 1}) {
        producer.send(record(partition)).get();
      }
      var since = Instant.ofEpochMilli(producer.send(record(0)).get().timestamp());
      Await.until("time goes on", () -> Instant.now().isAfter(since.plusMillis(5)));
      producer.send(record(0)).get();

      var spans = new OffsetReset(admin).rewind("test-group", "test.log", since.plusMillis(1));

      assertEquals(
          Map.of(
              0, new OffsetReset.Span(3, 4), // the last one only
              1, new OffsetReset.Span(1, 1), // nothing since
              2, new OffsetReset.Span(0, 0)), // nothing at all
          spans);
      assertEquals(
          Map.of(
              new TopicPartition("test.log", 0), new OffsetAndMetadata(3),
              new TopicPartition("test.log", 1), new OffsetAndMetadata(1),
              new TopicPartition("test.log", 2), new OffsetAndMetadata(0)),
          admin.listConsumerGroupOffsets("test-group").partitionsToOffsetAndMetadata().get());
    } finally {
      admin.deleteConsumerGroups(List.of("test-group")).all().get();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(int partition) {
    return new ProducerRecord<>("test.log", partition, new byte[] {1}, new byte[] {2});
  }

  /// A topic that was made a moment ago may not be known everywhere yet.
  private Layout keep() {
    return Await.within(java.time.Duration.ofSeconds(20))
        .value("the topics are there", () -> Optional.of(keeper.keep()));
  }

  private void delete(String topic) throws Exception {
    if (admin.listTopics().names().get().contains(topic)) {
      admin.deleteTopics(List.of(topic)).all().get();
      Await.until("it is gone", () -> !admin.listTopics().names().get().contains(topic));
    }
  }

  private Map<String, String> settings(String topic) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().values().stream()
        .flatMap(config -> config.entries().stream())
        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }
}

package io.parley.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Ids;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/// A record that belongs to nobody, on the log of a running server. Values that nobody can read:
/// `io.parley.chaos.PoisonRecords`.
class PoisonIT {
  private final ParleyNode node = TestBed.node();

  @Test
  void aRecordWhoseKeyIsNoConversationIsBuried() throws Exception {
    assertTrue(node.isReady(), "somebody reads");
    var value = new EventCodec(10_000).encode(Events.posted("hello"));
    var key = ("no conversation " + Ids.next()).getBytes(UTF_8);
    try (var dead = consumer();
        var producer = producer()) {
      var _ = producer.send(new ProducerRecord<>("parley.log", key, value));
      producer.flush();

      Await.until(
          "it is buried",
          () -> {
            for (var letter : dead.poll(Duration.ofMillis(100))) {
              if (new String(letter.key(), UTF_8).equals(new String(key, UTF_8))) {
                return header(letter, "parley.reason").equals("not a conversation's key");
              }
            }
            return false;
          });
    }
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        TestBed.services().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer() {
    var consumer =
        new KafkaConsumer<>(
            TestBed.services().kafkaClient(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor("parley.dead").stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return Optional.ofNullable(letter.headers().lastHeader(name))
        .map(header -> new String(header.value(), UTF_8))
        .orElse("none");
  }
}

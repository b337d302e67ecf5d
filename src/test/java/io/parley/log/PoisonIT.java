package io.parley.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Ids;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Records that nobody can read, on both topics of a running server.
class PoisonIT {
  private static final List<String> CONSUMERS_OF_LOG =
      List.of("fan-out-log", "archive", "assistant");
  private static final List<String> CONSUMERS_OF_LIVE = List.of("fan-out-live");
  private static final byte[] KEY = Ids.next().toString().getBytes(UTF_8);

  /// `parley.log` is compressed, and takes what is small enough then.
  private static final Map<String, Integer> HUGE =
      Map.of("parley.log", 10 * 1024 * 1024, "parley.live", 1100 * 1024);

  private static final int HUGEST = 20 * 1024 * 1024;

  private final ParleyNode node = TestBed.node();

  /// Value by reason; each is unlike those of other runs.
  private static Map<String, byte @Nullable []> poison(String topic) {
    var poison = new LinkedHashMap<String, byte @Nullable []>();
    poison.put("not an event", "{\"v\":1,\"type\":\"message.posted\",".getBytes(UTF_8));
    poison.put("no value", null);
    poison.put("too large", "x".repeat(HUGE.getOrDefault(topic, 0)).getBytes(UTF_8));
    poison.put("version from the future", "{\"v\":99,\"type\":\"message.posted\"}".getBytes(UTF_8));
    return poison;
  }

  @Test
  void eachBecomesOneDeadLetterOfEachConsumerAndTheNextEventArrives() throws Exception {
    try (var dead = consumer()) {
      write();

      var expected = new TreeMap<String, Integer>();
      for (String reason : poison("parley.log").keySet()) {
        CONSUMERS_OF_LOG.forEach(it -> expected.put("parley.log " + it + ": " + reason, 1));
        CONSUMERS_OF_LIVE.forEach(it -> expected.put("parley.live " + it + ": " + reason, 1));
      }
      var letters = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      Await.within(Duration.ofSeconds(60))
          .check(
              "all are buried",
              () -> {
                dead.poll(Duration.ofMillis(100)).forEach(letters::add);
                return letters.stream().filter(PoisonIT::isOurs).count() >= expected.size();
              });
      dead.poll(Duration.ofSeconds(1)).forEach(letters::add);

      var found = new TreeMap<String, Integer>();
      letters.stream()
          .filter(PoisonIT::isOurs)
          .forEach(letter ->
              found.merge(
                  "%s %s: %s"
                      .formatted(
                          header(letter, "parley.topic"),
                          header(letter, "parley.consumer"),
                          header(letter, "parley.reason")),
                  1,
                  Integer::sum));
      assertEquals(expected, found);
      letters.stream()
          .filter(PoisonIT::isOurs)
          .filter(letter -> header(letter, "parley.value").equals("none"))
          .forEach(letter ->
              assertArrayEquals(
                  poison(header(letter, "parley.topic")).get(header(letter, "parley.reason")),
                  letter.value()));
    }

    assertTrue(node.isReady(), "the heartbeats still come back");
    var metrics = node.get("/metrics").body();
    assertTrue(
        metrics
            .lines()
            .anyMatch(line ->
                line.startsWith("parley_log_dead_letters_total")
                    && line.contains("consumer=\"archive\"")
                    && line.contains("reason=\"version from the future\"")),
        metrics);
  }

  @Test
  void aRecordWhoseKeyIsNoConversationIsBuried() {
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

  private static void write() {
    try (var producer = producer()) {
      for (String topic : List.of("parley.log", "parley.live")) {
        for (byte[] value : poison(topic).values()) {
          var _ = producer.send(new ProducerRecord<>(topic, KEY, value));
        }
        var _ =
            producer.send(
                new ProducerRecord<>(
                    topic, KEY, "{\"v\":1,\"type\":\"of.tomorrow\"}".getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    var settings = new HashMap<String, Object>();
    settings.put("bootstrap.servers", TestBed.services().kafkaBootstrapServers());
    settings.put("compression.type", "gzip");
    settings.put("max.request.size", HUGEST);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer() {
    var settings = new HashMap<String, Object>();
    settings.put("bootstrap.servers", TestBed.services().kafkaBootstrapServers());
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor("parley.dead").stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private static boolean isOurs(ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.key(), UTF_8).equals(new String(KEY, UTF_8));
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return Optional.ofNullable(letter.headers().lastHeader(name))
        .map(header -> new String(header.value(), UTF_8))
        .orElse("none");
  }
}

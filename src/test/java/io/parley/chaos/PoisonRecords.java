package io.parley.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Records that nobody can read.
final class PoisonRecords implements Scenario {
  private static final List<String> CONSUMERS_OF_LOG =
      List.of("fan-out-log", "archive", "assistant");
  private static final List<String> CONSUMERS_OF_LIVE = List.of("fan-out-live");

  /// `parley.log` is compressed, and takes what is small enough then.
  private static final Map<String, Integer> HUGE =
      Map.of("parley.log", 10 * 1024 * 1024, "parley.live", 1100 * 1024);

  private static final int HUGEST = 20 * 1024 * 1024;

  @Override
  public String name() {
    return "poison-records";
  }

  @Override
  public String title() {
    return "Poison records on both topics (bad JSON, null, 10 MB, version from the future)";
  }

  @Override
  public String mustHold() {
    return "consumers live on; one dead letter each";
  }

  /// Value by reason.
  private static Map<String, byte @Nullable []> poison(String topic) {
    Map<String, byte @Nullable []> poison = new LinkedHashMap<>();
    poison.put("not an event", "{\"v\":1,\"type\":\"message.posted\",".getBytes(UTF_8));
    poison.put("no value", null);
    poison.put("too large", "x".repeat(HUGE.getOrDefault(topic, 0)).getBytes(UTF_8));
    poison.put("version from the future", "{\"v\":99,\"type\":\"message.posted\"}".getBytes(UTF_8));
    return poison;
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) throws Exception {
    // unlike those of any other time
    String key = Ids.next().toString();
    Map<String, Integer> expected = expected(cluster.nodes().size());
    int letters = expected.values().stream().mapToInt(Integer::intValue).sum();
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> dead = LogTruth.consumer(cluster, "parley.dead")) {
      write(cluster, key);
      Await.within(Duration.ofSeconds(60))
          .check(
              "all are buried",
              () -> {
                dead.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.stream().filter(letter -> isOurs(letter, key)).count() >= letters;
              });
      dead.poll(Duration.ofSeconds(1)).forEach(found::add);
    }
    found.removeIf(letter -> !isOurs(letter, key));
    Map<String, Integer> counted = new TreeMap<>();
    found.forEach(letter -> counted.merge(label(letter), 1, Integer::sum));
    findings.check(
        counted.equals(expected),
        counted.equals(expected)
            ? "%d kinds of records on 2 topics: one dead letter of each consumer"
                .formatted(poison("parley.log").size())
            : "dead letters " + counted);
    findings.check(
        found.stream()
            .filter(letter -> header(letter, "parley.value").equals("none"))
            .allMatch(letter ->
                Arrays.equals(
                    poison(header(letter, "parley.topic")).get(header(letter, "parley.reason")),
                    letter.value())),
        "the letters hold what was written");
    allLive(cluster, findings);
  }

  /// The fan-out is every node's own, the others are shared.
  private static Map<String, Integer> expected(int nodes) {
    Map<String, Integer> expected = new TreeMap<>();
    for (String reason : poison("parley.log").keySet()) {
      CONSUMERS_OF_LOG.forEach(it ->
          expected.put("parley.log " + it + ": " + reason, it.startsWith("fan-out") ? nodes : 1));
      CONSUMERS_OF_LIVE.forEach(it -> expected.put("parley.live " + it + ": " + reason, nodes));
    }
    return expected;
  }

  private static void allLive(Cluster cluster, Findings findings) throws Exception {
    Room room = cluster.room("all", "test/echo");
    for (ParleyNode node : cluster.nodes()) {
      try (RoomClient visit =
          RoomClient.join(ApiClient.guest(node, "after the poison"), room.name())) {
        String id = visit.post("still there?");
        visit.event("reply.finished");
        Await.until("it is archived", () -> cluster.archive().answered(id));
        findings.check(
            node.isReady() && deadLetters(node) > 0,
            node.name() + " lives on: sent, shown, answered, archived, ready");
      }
    }
  }

  private static double deadLetters(ParleyNode node) {
    return new Vitals(node).metric("parley_log_dead_letters_total");
  }

  private static void write(Cluster cluster, String key) {
    Map<String, Object> settings = cluster.services().kafkaClient();
    settings.put("compression.type", "gzip");
    settings.put("max.request.size", HUGEST);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String topic : List.of("parley.log", "parley.live")) {
        for (byte[] value : poison(topic).values()) {
          var _ = producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
        }
        // an event of a newer server of the same version is no poison
        var _ =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    key.getBytes(UTF_8),
                    "{\"v\":1,\"type\":\"of.tomorrow\"}".getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  private static boolean isOurs(ConsumerRecord<byte[], byte[]> letter, String key) {
    return new String(letter.key(), UTF_8).equals(key);
  }

  private static String label(ConsumerRecord<byte[], byte[]> letter) {
    return "%s %s: %s"
        .formatted(
            header(letter, "parley.topic"),
            header(letter, "parley.consumer"),
            header(letter, "parley.reason"));
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return Optional.ofNullable(letter.headers().lastHeader(name))
        .map(header -> new String(header.value(), UTF_8))
        .orElse("none");
  }
}

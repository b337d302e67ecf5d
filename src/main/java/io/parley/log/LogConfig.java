package io.parley.log;

import io.parley.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// How this server uses Kafka. Durations are written as ISO 8601, such as `PT10M` and `P30D`.
///
/// @param bootstrapServers where Kafka is: `host:port`, separated by commas
/// @param kafka any other setting of Kafka's own clients (`parley.kafka.security.protocol`, …), by
///   Kafka's name; they reach producers, administration and consumers alike
/// @param logTopic what lasts
/// @param liveTopic what is worth seeing only now
/// @param deadTopic what no consumer could handle
/// @param partitions of the topics, when they are created
/// @param replicationFactor of the topics, when they are created; 0: as many as there are brokers,
///   at most 3
/// @param logRetention long enough to outlast an outage of the archive and to fill a new one; not
///   without limit, so that what is erased from the archive is gone from here as well
/// @param liveRetention keystrokes are personal data
/// @param deadRetention how long somebody has to look at what went wrong
/// @param maxRecordBytes of one event
/// @param sendTimeout after which an append has failed
/// @param heartbeatInterval between two proofs that the log is written and read
/// @param tail how far back a starting node reads
public record LogConfig(
    String bootstrapServers,
    Map<String, String> kafka,
    String logTopic,
    String liveTopic,
    String deadTopic,
    int partitions,
    int replicationFactor,
    Duration logRetention,
    Duration liveRetention,
    Duration deadRetention,
    int maxRecordBytes,
    Duration sendTimeout,
    Duration heartbeatInterval,
    Duration tail) {

  private static final String PREFIX = "parley.events.";

  public LogConfig {
    kafka = Map.copyOf(kafka);
    require(partitions >= 1, "parley.events.partitions must be 1 or more");
    require(replicationFactor >= 0, "parley.events.replication-factor must be 0 or more");
    require(maxRecordBytes >= 1024, "parley.events.max-record-bytes must be 1024 or more");
    require(
        Stream.of(logRetention, liveRetention, deadRetention, sendTimeout, heartbeatInterval, tail)
            .allMatch(Duration::isPositive),
        "the durations of parley.events must be positive");
  }

  /// @param lookup a setting by its key, empty where it is not set
  static LogConfig from(Function<String, Optional<String>> lookup) {
    var settings = Settings.of(key -> lookup.apply(key).or(() -> formerly(key, lookup)));
    return new LogConfig(
        settings.text("parley.kafka.bootstrap-servers", "localhost:9092"),
        kafka(settings),
        settings.text("parley.events.topic", "parley.log"),
        settings.text("parley.events.live-topic", "parley.live"),
        settings.text("parley.events.dead-topic", "parley.dead"),
        settings.number("parley.events.partitions", 12),
        settings.number("parley.events.replication-factor", 0, 0),
        settings.duration("parley.events.retention", Duration.ofDays(30)),
        settings.duration("parley.events.live-retention", Duration.ofMinutes(10)),
        settings.duration("parley.events.dead-retention", Duration.ofDays(30)),
        settings.number("parley.events.max-record-bytes", 1024 * 1024),
        settings.duration("parley.events.send-timeout", Duration.ofMillis(1_800)),
        settings.duration("parley.events.heartbeat-interval", Duration.ofSeconds(3)),
        settings.duration("parley.events.tail", Duration.ofMinutes(10)));
  }

  /// These settings were called `parley.log.*`, like those of the server's own log.
  private static Optional<String> formerly(String key, Function<String, Optional<String>> lookup) {
    return key.startsWith(PREFIX)
        ? lookup.apply("parley.log." + key.substring(PREFIX.length()))
        : Optional.empty();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static Map<String, String> kafka(Settings settings) {
    var found = new TreeMap<String, String>();
    Stream.of(
            ProducerConfig.configNames(),
            ConsumerConfig.configNames(),
            AdminClientConfig.configNames())
        .flatMap(Set::stream)
        .filter(name -> !name.equals("bootstrap.servers"))
        .forEach(
            name -> settings.text("parley.kafka." + name).ifPresent(it -> found.put(name, it)));
    return found;
  }
}

package io.parley.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// Makes the topics that are missing. A topic that is there stays as it is: its operator may have
/// reasons.
///
/// Records carry the broker's time (`LogAppendTime`): retention and the start of a node's tail must
/// not depend on the clocks of whoever writes.
final class TopicKeeper {
  private static final int MAX_REPLICATION = 3;

  /// Of three replicas one may be away; with fewer there is none to spare.
  private static final int MIN_IN_SYNC = 2;

  private final Admin admin;
  private final LogConfig config;

  TopicKeeper(Admin admin, LogConfig config) {
    this.admin = admin;
    this.config = config;
  }

  Layout keep() throws ExecutionException, InterruptedException {
    Set<String> missing = new HashSet<>(topics());
    missing.removeAll(admin.listTopics().names().get());
    if (!missing.isEmpty()) {
      make(missing);
    }
    TopicDescription log =
        admin
            .describeTopics(List.of(config.logTopic()))
            .allTopicNames()
            .get()
            .get(config.logTopic());
    if (log == null) {
      throw new IllegalStateException("not described: " + config.logTopic());
    }
    return Layout.of(log.topicId(), log.partitions().size());
  }

  private List<String> topics() {
    return List.of(config.logTopic(), config.liveTopic(), config.deadTopic());
  }

  private void make(Set<String> missing) throws ExecutionException, InterruptedException {
    int replication = replication();
    var results =
        admin
            .createTopics(
                missing.stream()
                    .map(topic -> topic(topic, replication))
                    .collect(Collectors.toUnmodifiableList()))
            .values()
            .values();
    for (var result : results) {
      try {
        result.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e; // and not when another node was faster
        }
      }
    }
  }

  private NewTopic topic(String name, int replication) {
    return new NewTopic(name, config.partitions(), (short) replication)
        .configs(settings(name, replication));
  }

  Map<String, String> settings(String topic, int replication) {
    var settings = new HashMap<String, String>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    settings.put(TopicConfig.RETENTION_MS_CONFIG, millis(retention(topic)));
    settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, compression(topic));
    settings.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(config.maxRecordBytes() + 2 * KafkaClients.OVERHEAD_BYTES));
    settings.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        Integer.toString(replication > MIN_IN_SYNC ? MIN_IN_SYNC : 1));
    if (topic.equals(config.liveTopic())) {
      // only whole segments are deleted: a keystroke stays for up to one and a half times as long
      settings.put(TopicConfig.SEGMENT_MS_CONFIG, millis(config.liveRetention().dividedBy(2)));
    }
    return settings;
  }

  private Duration retention(String topic) {
    if (topic.equals(config.liveTopic())) {
      return config.liveRetention();
    }
    return topic.equals(config.deadTopic()) ? config.deadRetention() : config.logRetention();
  }

  /// As our producers write, so that the broker changes nothing; what others write is brought into
  /// a form that our consumers can read without native libraries.
  private String compression(String topic) {
    if (topic.equals(config.liveTopic())) {
      return "uncompressed";
    }
    return topic.equals(config.deadTopic()) ? "gzip" : "lz4";
  }

  private int replication() throws ExecutionException, InterruptedException {
    return config.replicationFactor() > 0
        ? config.replicationFactor()
        : Math.min(MAX_REPLICATION, admin.describeCluster().nodes().get().size());
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}

package io.parley.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Kafka's own clients as this server needs them. What an operator adds under `parley.kafka.*`
/// reaches them all, but cannot take away what a client is for.
final class KafkaClients {
  /// What cannot be refused for its size must fit: a record that another program compressed well is
  /// large once it is read.
  private static final int DEAD_REQUEST_BYTES = 64 * 1024 * 1024;

  /// Kafka's bound for one administrative call, also at the server's end.
  private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(5);

  /// Room in a topic for a record's key, headers and framing.
  static final int OVERHEAD_BYTES = 64 * 1024;

  private final LogConfig config;

  KafkaClients(LogConfig config) {
    this.config = config;
  }

  Admin admin() {
    Map<String, Object> settings = common(AdminClientConfig.configNames());
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "parley-admin");
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(ADMIN_TIMEOUT));
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(ADMIN_TIMEOUT) / 2);
    return Admin.create(settings);
  }

  /// Safe before fast: acknowledged by all replicas that are in sync, never twice, in order.
  Producer<byte[], byte[]> durable() {
    Map<String, Object> settings = producer("parley-log");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return create(settings);
  }

  /// Fast before safe, but in order: a second request waits for the first, because a repeated first
  /// one would otherwise arrive after it.
  Producer<byte[], byte[]> live() {
    Map<String, Object> settings = producer("parley-live");
    settings.put(ProducerConfig.ACKS_CONFIG, "1");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return create(settings);
  }

  /// Large, seldom and safe.
  Producer<byte[], byte[]> dead() {
    Map<String, Object> settings = producer("parley-dead");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEAD_REQUEST_BYTES);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * DEAD_REQUEST_BYTES);
    return create(settings);
  }

  private Map<String, Object> producer(String clientId) {
    Map<String, Object> settings = common(ProducerConfig.configNames());
    int timeout = millis(config.sendTimeout());
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeout * 3 / 4));
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.max(1, timeout / 4));
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, config.maxRecordBytes() + OVERHEAD_BYTES);
    return settings;
  }

  private Map<String, Object> common(java.util.Set<String> known) {
    Map<String, Object> settings = new HashMap<>(config.kafka());
    settings.keySet().retainAll(known);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    // a broker that is back is found soon
    settings.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    return settings;
  }

  private static Producer<byte[], byte[]> create(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}

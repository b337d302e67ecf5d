package io.parley.log;

import io.parley.platform.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.Config;

/// The settings of a channel's consumer. What `mp.messaging.*` says about a channel wins over what
/// follows from the [LogConfig], among it all of `parley.kafka.*`.
final class ChannelSettings {
  static final String TOPIC = "topic";

  private static final String FAN_OUT = "fan-out-";
  private static final String LIVE = "-live";

  /// A consumer that is assigned partitions asks where it was. If Kafka goes away in that moment,
  /// it fails after this, and with it the stream: then it is better to wait.
  private static final String PATIENCE_MILLIS = "86400000";

  /// Closing a consumer whose broker is unavailable takes as long, and so does noticing that it is
  /// frozen.
  private static final String REQUEST_MILLIS = "10000";

  private ChannelSettings() {}

  static Map<String, String> of(String channel, Config own, LogConfig log) {
    var settings = new HashMap<>(log.kafka());
    settings.keySet().retainAll(ConsumerConfig.configNames());
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, log.bootstrapServers());
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    settings.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    settings.put(TOPIC, channel.endsWith(LIVE) ? log.liveTopic() : log.logTopic());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    if (isFanOut(channel)) {
      settings.put(ConsumerConfig.GROUP_ID_CONFIG, "parley-" + channel + "-" + NodeId.current());
    }
    var names = new HashSet<String>();
    own.getPropertyNames().forEach(names::add);
    names.forEach(
        name -> own.getOptionalValue(name, String.class).ifPresent(it -> settings.put(name, it)));
    return settings;
  }

  /// Whether the channel's group is this node's own.
  static boolean isFanOut(String channel) {
    return channel.startsWith(FAN_OUT);
  }
}

package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.parley.config.MapConfig;
import io.parley.platform.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class ChannelSettingsTest {
  private final Map<String, String> set = new HashMap<>();
  private final Map<String, String> own = new HashMap<>();

  @Test
  void theFanOutReadsItsTopicWithTheNodesOwnGroup() {
    var live = of("fan-out-live");

    assertEquals("parley.log", of("fan-out-log").get("topic"));
    assertEquals("parley.live", live.get("topic"));
    assertEquals("parley-fan-out-live-" + NodeId.current(), live.get("group.id"));
  }

  @Test
  void aSharedGroupIsNamedByTheChannelAndBeginsAtTheBeginning() {
    own.put("group.id", "parley-archive");

    var archive = of("archive");

    assertEquals("parley.log", archive.get("topic"));
    assertEquals("parley-archive", archive.get("group.id"));
    assertEquals("earliest", archive.get("auto.offset.reset"));
    assertEquals(ByteArrayDeserializer.class.getName(), archive.get("value.deserializer"));
  }

  @Test
  void whatAnOperatorSaysAboutKafkaReachesEveryChannel() {
    set.put("parley.kafka.bootstrap-servers", "kafka:9093");
    set.put("parley.kafka.security.protocol", "SASL_SSL");
    set.put("parley.kafka.linger.ms", "7");

    var archive = of("archive");

    assertEquals("kafka:9093", archive.get("bootstrap.servers"));
    assertEquals("SASL_SSL", archive.get("security.protocol"));
    assertFalse(archive.containsKey("linger.ms"), "consumers do not know it");
  }

  @Test
  void whatIsSaidAboutTheChannelWins() {
    own.put("auto.offset.reset", "latest");
    own.put("topic", "another.log");

    var archive = of("archive");

    assertEquals("latest", archive.get("auto.offset.reset"));
    assertEquals("another.log", archive.get("topic"));
  }

  @Test
  void theTopicsAreNeverMadeByAConsumer() {
    assertEquals("false", of("archive").get(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG));
  }

  private Map<String, String> of(String channel) {
    return ChannelSettings.of(
        channel, new MapConfig(own), LogConfig.from(key -> Optional.ofNullable(set.get(key))));
  }
}

package io.parley.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogConfigTest {
  @Test
  void allDefaults() {
    assertEquals(
        new LogConfig(
            "localhost:9092",
            Map.of(),
            "parley.log",
            "parley.live",
            "parley.dead",
            12,
            0,
            Duration.ofDays(30),
            Duration.ofMinutes(10),
            Duration.ofDays(30),
            1_048_576,
            Duration.ofMillis(1_800),
            Duration.ofSeconds(3),
            Duration.ofMinutes(10)),
        from(Map.of()));
  }

  @Test
  void allMappings() {
    var set = new HashMap<String, String>();
    set.put("parley.kafka.bootstrap-servers", "one:1,two:2");
    set.put("parley.kafka.security.protocol", "SASL_SSL");
    set.put("parley.kafka.sasl.jaas.config", "a.Module required;");
    set.put("parley.kafka.bootstrap.servers", "ignored:1");
    set.put("parley.events.topic", "x.log");
    set.put("parley.events.live-topic", "x.live");
    set.put("parley.events.dead-topic", "x.dead");
    set.put("parley.events.partitions", "3");
    set.put("parley.events.replication-factor", "2");
    set.put("parley.events.retention", "P365D");
    set.put("parley.events.live-retention", "PT5M");
    set.put("parley.events.dead-retention", "P7D");
    set.put("parley.events.max-record-bytes", "2048");
    set.put("parley.events.send-timeout", "PT1S");
    set.put("parley.events.heartbeat-interval", "PT0.5S");
    set.put("parley.events.tail", "PT1M");

    assertEquals(
        new LogConfig(
            "one:1,two:2",
            Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "a.Module required;"),
            "x.log",
            "x.live",
            "x.dead",
            3,
            2,
            Duration.ofDays(365),
            Duration.ofMinutes(5),
            Duration.ofDays(7),
            2048,
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofMinutes(1)),
        from(set));
  }

  @Test
  void theFormerNamesAreStillRead() {
    var config =
        from(
            Map.of(
                "parley.log.topic", "old.log",
                "parley.log.partitions", "3",
                "parley.events.partitions", "5"));

    assertEquals("old.log", config.logTopic());
    assertEquals(5, config.partitions());
  }

  @ParameterizedTest
  @CsvSource({
    "parley.events.partitions, 0",
    "parley.events.partitions, many",
    "parley.events.replication-factor, -1",
    "parley.events.max-record-bytes, 10",
    "parley.events.tail, 10 minutes",
    "parley.events.send-timeout, PT0S"
  })
  void whatMakesNoSenseIsRefusedByName(String key, String value) {
    var refused = assertThrows(IllegalArgumentException.class, () -> from(Map.of(key, value)));

    assertTrue(String.valueOf(refused.getMessage()).contains(key), () -> refused.toString());
  }

  private static LogConfig from(Map<String, String> set) {
    return LogConfig.from(key -> Optional.ofNullable(set.get(key)));
  }
}

package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RealtimeConfigTest {

  private static RealtimeConfig from(Map<String, String> values) {
    Map<String, String> prefixed = new HashMap<>();
    values.forEach((key, value) -> prefixed.put("parley.realtime." + key, value));
    return RealtimeConfig.from(key -> Optional.ofNullable(prefixed.get(key)));
  }

  @Test
  void allDefaults() {
    assertEquals(
        new RealtimeConfig(
            256,
            524_288,
            1024,
            4_194_304,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(60),
            65_536,
            new Tick(
                25,
                Duration.ofNanos(50_000),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(250)),
            Duration.ofSeconds(5),
            true),
        from(Map.of()));
  }

  @Test
  void allExplicitMappings() {
    assertEquals(
        new RealtimeConfig(
            1,
            2,
            3,
            4,
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            Duration.ofSeconds(7),
            Duration.ofSeconds(8),
            Duration.ofSeconds(9),
            10,
            new Tick(
                11,
                Duration.ofSeconds(12),
                Duration.ofSeconds(13),
                Duration.ofSeconds(16),
                Duration.ofSeconds(14)),
            Duration.ofSeconds(15),
            false),
        from(
            Map.ofEntries(
                Map.entry("outbox-soft-frames", "1"),
                Map.entry("outbox-soft-bytes", "2"),
                Map.entry("outbox-hard-frames", "3"),
                Map.entry("outbox-hard-bytes", "4"),
                Map.entry("behind-timeout", "PT5S"),
                Map.entry("send-timeout", "PT6S"),
                Map.entry("ping-interval", "PT7S"),
                Map.entry("pong-timeout", "PT8S"),
                Map.entry("idle-timeout", "PT9S"),
                Map.entry("max-message-bytes", "10"),
                Map.entry("tick-free-audience", "11"),
                Map.entry("tick-per-reader", "PT12S"),
                Map.entry("tick-min", "PT13S"),
                Map.entry("tick-calm", "PT16S"),
                Map.entry("tick-max", "PT14S"),
                Map.entry("drain-timeout", "PT15S"),
                Map.entry("direct", "false"))));
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> from(Map.of("outbox-hard-frames", "255")));
    assertThrows(IllegalArgumentException.class, () -> from(Map.of("outbox-hard-bytes", "1")));
    assertThrows(IllegalArgumentException.class, () -> from(Map.of("send-timeout", "PT0S")));
  }
}

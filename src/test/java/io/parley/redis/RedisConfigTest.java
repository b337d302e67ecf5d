package io.parley.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
  @Test
  void defaults() {
    assertEquals(
        new RedisConfig(URI.create("redis://127.0.0.1:6379"), Duration.ofMillis(200), 32),
        config(Map.of()));
  }

  @Test
  void mappings() {
    assertEquals(
        new RedisConfig(URI.create("rediss://parley:secret@cache/2"), Duration.ofSeconds(1), 4),
        config(
            Map.of(
                "parley.redis.url", "rediss://parley:secret@cache/2",
                "parley.redis.timeout", "PT1S",
                "parley.redis.connections", "4")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "http://secret:1", "redis:/secret", "redis://secret secret"})
  void aUrlThatIsNoneStopsTheStartWithoutRepeatingIt(String url) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> config(Map.of("parley.redis.url", url)));
    assertFalse(refusal.toString().contains("secret"), refusal.toString());
  }

  private static RedisConfig config(Map<String, String> settings) {
    return RedisConfig.from(key -> Optional.ofNullable(settings.get(key)));
  }
}

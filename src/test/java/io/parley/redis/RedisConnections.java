package io.parley.redis;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Connections to a Redis that a test has started.
public final class RedisConnections {
  private RedisConnections() {}

  /// One with more patience than a node has: a machine that runs all tests may answer late.
  public static Redis to(String url) {
    return to(url, () -> {}, Map.of("parley.redis.timeout", "PT10S"));
  }

  /// One as a node has it.
  static Redis to(String url, Runnable failed) {
    return to(url, failed, Map.of());
  }

  private static Redis to(String url, Runnable failed, Map<String, String> own) {
    Map<String, String> settings = new HashMap<>(own);
    settings.put("parley.redis.url", url);
    return new Redis(
        RedisConfig.from(key -> Optional.ofNullable(settings.get(key))), Clock.systemUTC(), failed);
  }
}

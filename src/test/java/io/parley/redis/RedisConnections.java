package io.parley.redis;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// Connections to a Redis that a test has started.
public final class RedisConnections {
  private RedisConnections() {}

  public static Redis to(String url) {
    return to(url, () -> {});
  }

  static Redis to(String url, Runnable failed) {
    Map<String, String> settings = Map.of("parley.redis.url", url);
    return new Redis(
        RedisConfig.from(key -> Optional.ofNullable(settings.get(key))), Clock.systemUTC(), failed);
  }
}

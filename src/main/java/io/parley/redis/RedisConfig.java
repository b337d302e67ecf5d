package io.parley.redis;

import io.parley.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Configuration of this package: `parley.redis.*`, see docs/configuration-reference.md.
///
/// @param url `redis://[[user]:password@]host[:port][/database]`, `rediss` for TLS
/// @param timeout how long an answer may take
/// @param connections how many calls may run at the same time
record RedisConfig(URI url, Duration timeout, int connections) {
  static RedisConfig from(Function<String, Optional<String>> values) {
    Settings of = Settings.of(values);
    return new RedisConfig(
        url(of.text("parley.redis.url", "redis://127.0.0.1:6379")),
        of.duration("parley.redis.timeout", Duration.ofMillis(200)),
        of.number("parley.redis.connections", 32));
  }

  RedisConfig {
    if (timeout.toMillis() < 1 || connections < 1) {
      throw new IllegalArgumentException(
          "parley.redis.timeout and parley.redis.connections must be positive");
    }
  }

  /// The text is not repeated in the message: it may hold a password.
  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null
          && ("redis".equals(url.getScheme()) || "rediss".equals(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parley.redis.url is not a URL");
    }
    throw new IllegalArgumentException("parley.redis.url is not of the form redis://host:port");
  }
}

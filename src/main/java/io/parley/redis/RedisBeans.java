package io.parley.redis;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Makes the way to Redis from its configuration.
@ApplicationScoped
class RedisBeans {
  @Produces
  @Singleton
  Redis redis(Config config, Clock clock, MetricRegistry metrics) {
    return new Redis(
        RedisConfig.from(key -> config.getOptionalValue(key, String.class)),
        clock,
        () -> metrics.counter("parley_redis_failures").inc());
  }

  void close(@Disposes Redis redis) {
    redis.close();
  }
}

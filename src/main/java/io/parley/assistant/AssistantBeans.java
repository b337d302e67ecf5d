package io.parley.assistant;

import io.parley.redis.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class AssistantBeans {
  @Produces
  @Singleton
  AssistantConfig config(Config config) {
    return AssistantConfig.from(key -> config.getOptionalValue(key, String.class));
  }

  @Produces
  @Singleton
  OpenQuestions openQuestions() {
    return new OpenQuestions(System::nanoTime);
  }

  @Produces
  @Singleton
  Duty duty(AssistantConfig config, OpenQuestions open, Redis redis, ReplyThreads threads) {
    return new Duty(
        open,
        new RedisLeases(redis, config.lease()),
        new Duty.Terms(config.lease(), config.concurrent()),
        System::nanoTime,
        threads);
  }
}

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
  PendingReplies pendingReplies() {
    return new PendingReplies(System::nanoTime);
  }

  @Produces
  @Singleton
  ReplyCoordinator replyCoordinator(
      AssistantConfig config, PendingReplies open, Redis redis, ReplyThreads threads) {
    return new ReplyCoordinator(
        open,
        new RedisLeases(redis, config.lease()),
        new ReplyCoordinator.Terms(config.lease(), config.concurrent()),
        System::nanoTime,
        threads);
  }
}

package io.parley.chatbatch;

import io.parley.config.Settings;
import io.parley.llm.Models;
import io.parley.redis.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// Puts the package together from configuration.
@ApplicationScoped
class ChatBatchBeans {
  @Produces
  @Singleton
  OneShots oneShots(Config config, Redis redis, Models models) {
    Settings of = Settings.of(config);
    return new OneShots(
        models,
        new AnswerCache(redis, of.duration("parley.llm.cache-ttl", Duration.ofHours(1))),
        of.is("parley.llm.cache", false));
  }

  /// Makes everything now: a setting that is wrong stops the start, not the first request.
  void start(@Observes Startup startup, OneShots oneShots) {}
}

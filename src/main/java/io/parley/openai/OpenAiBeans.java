package io.parley.openai;

import io.parley.limits.RateLimits;
import io.parley.llm.Embedders;
import io.parley.llm.Models;
import io.parley.redis.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class OpenAiBeans {
  @Produces
  @Singleton
  RequestMemoryLimit memoryLimit() {
    return new RequestMemoryLimit();
  }

  @Produces
  @Singleton
  ModelList modelList(Models models, Embedders embedders) {
    return new ModelList(models, embedders.local());
  }

  @Produces
  @Singleton
  ChatCompletions chatCompletions(
      Models models, RateLimits rateLimits, Clock clock, OpenAiConfig config) {
    return new ChatCompletions(
        models, rateLimits, clock, config.maxRequestBytes(), config.answerTimeout());
  }

  @Produces
  @Singleton
  Completions completions(ChatCompletions chat, OpenAiConfig config) {
    return new Completions(chat, config.maxRequestBytes());
  }

  @Produces
  @Singleton
  KeptResponses keptResponses(Redis redis, ChatCompletions chat, OpenAiConfig config) {
    return new KeptResponses(
        new ResponseStore(redis, config.keepResponses(), config.maxRequestBytes()), chat);
  }

  @Produces
  @Singleton
  Responses responses(ChatCompletions chat, KeptResponses kept, Clock clock, OpenAiConfig config) {
    return new Responses(chat, kept.store(), clock, config.maxRequestBytes());
  }

  @Produces
  @Singleton
  Moderations moderations(Models models, ChatCompletions chat, OpenAiConfig config) {
    return new Moderations(
        models, chat, config.moderationModel(), config.maxRequestBytes(), config.answerTimeout());
  }

  @Produces
  @Singleton
  Embeddings embeddings(Embedders embedders, RateLimits rateLimits, OpenAiConfig config) {
    return new Embeddings(embedders, rateLimits, config.maxRequestBytes(), config.answerTimeout());
  }
}

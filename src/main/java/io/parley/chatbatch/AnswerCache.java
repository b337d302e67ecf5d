package io.parley.chatbatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.llm.Prompt;
import io.parley.llm.Usage;
import io.parley.platform.Json;
import io.parley.redis.Redis;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import redis.clients.jedis.params.SetParams;

/// Answers of models in Redis, by all that was asked: model, parameters, messages. What was asked
/// is not kept, only its hash. While Redis is unavailable nothing is known and nothing is kept.
final class AnswerCache {
  /// In characters.
  static final int MAX_LENGTH = 256 * 1024;

  private static final Logger LOG = System.getLogger(AnswerCache.class.getName());
  private static final String KEY = "parley:answers:";

  private final Redis redis;
  private final Duration kept;

  AnswerCache(Redis redis, Duration kept) {
    this.redis = redis;
    this.kept = kept;
  }

  record Answer(String text, Optional<Usage> usage) {}

  Optional<Answer> find(Prompt prompt) {
    String key = key(prompt);
    return Redis.ifAvailable(() -> redis.call(client -> client.get(key)))
        .flatMap(AnswerCache::parse);
  }

  void keep(Prompt prompt, Answer answer) {
    String key = key(prompt);
    String json = Json.write(answer);
    SetParams lifetime = SetParams.setParams().px(kept.toMillis());
    var _ = Redis.ifAvailable(() -> redis.call(client -> client.set(key, json, lifetime)));
  }

  private static Optional<Answer> parse(String json) {
    try {
      return Optional.of(Json.MAPPER.readValue(json, Answer.class));
    } catch (JsonProcessingException e) {
      LOG.log(Level.DEBUG, "A cached reply cannot be read", e);
      return Optional.empty();
    }
  }

  private static String key(Prompt prompt) {
    try {
      byte[] asked = Json.write(prompt).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(asked);
      return KEY + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

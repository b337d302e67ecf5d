package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.platform.Json;
import io.parley.redis.Redis;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.params.SetParams;

/// [ModelListCache] in Redis. While Redis is unavailable every node asks for itself.
final class RedisModelListCache implements ModelListCache {
  private static final Logger LOG = System.getLogger(RedisModelListCache.class.getName());
  private static final String KEY = "parley:models:";

  /// How long the node that asks has for it.
  private static final Duration CLAIM = Duration.ofSeconds(15);

  /// Longer than a list is good: an old one is better than none when its provider is unavailable.
  private static final Duration KEPT = Duration.ofDays(1);

  private final Redis redis;

  RedisModelListCache(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<KnownModels> read(String name) {
    return Redis.ifAvailable(() -> redis.call(client -> client.get(KEY + name)))
        .flatMap(this::parse);
  }

  @Override
  public boolean claim(String name) {
    SetParams once = SetParams.setParams().nx().px(CLAIM.toMillis());
    return Redis.ifAvailable(
            () -> redis.call(client -> client.set(KEY + name + ":asking", "1", once) != null))
        .orElse(true);
  }

  @Override
  public void write(String name, KnownModels models) {
    SetParams kept = SetParams.setParams().ex(KEPT.toSeconds());
    String json = Json.write(models);
    var _ = Redis.ifAvailable(() -> redis.call(client -> client.set(KEY + name, json, kept)));
  }

  /// What another version of Parley wrote is read again from the provider.
  private Optional<KnownModels> parse(String json) {
    try {
      return Optional.of(Json.MAPPER.readValue(json, KnownModels.class));
    } catch (JsonProcessingException e) {
      LOG.log(Level.DEBUG, "A list of models cannot be read", e);
      return Optional.empty();
    }
  }
}

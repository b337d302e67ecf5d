package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.platform.Json;
import io.parley.redis.Redis;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// [SharedLessons] in one hash in Redis. While Redis is unavailable every node learns for itself.
final class RedisLessons implements SharedLessons {
  private static final Logger LOG = System.getLogger(RedisLessons.class.getName());
  private static final String KEY = "parley:model-refusals";

  /// All nodes read all of it; more models than that are learnt by each node.
  private static final int MAX_MODELS = 1_000;

  private final Redis redis;
  private final Duration kept;

  /// @param kept for how long after the last one was written
  RedisLessons(Redis redis, Duration kept) {
    this.redis = redis;
    this.kept = kept;
  }

  private record Entry(Lesson lesson, Instant until) {
    Entry {
      Objects.requireNonNull(lesson.kind());
      Objects.requireNonNull(lesson.parameter());
      Objects.requireNonNull(until);
    }
  }

  private record Entries(List<Entry> refusals) {
    Entries {
      refusals = List.copyOf(refusals);
    }

    static Entries of(Lessons lessons) {
      List<Entry> entries = new ArrayList<>();
      lessons.until().forEach((lesson, until) -> entries.add(new Entry(lesson, until)));
      return new Entries(entries);
    }

    Lessons lessons() {
      Map<Lesson, Instant> until = new HashMap<>();
      refusals.forEach(entry -> until.put(entry.lesson(), entry.until()));
      return new Lessons(until);
    }
  }

  @Override
  public Map<String, Lessons> read() {
    Map<String, Lessons> all = new HashMap<>();
    Redis.ifAvailable(() -> redis.call(client -> client.hgetAll(KEY)))
        .ifPresent(found -> found.forEach((model, json) -> read(json, model, all)));
    return all;
  }

  /// What another version of Parley wrote is learnt again.
  private static void read(String json, String model, Map<String, Lessons> all) {
    try {
      all.put(model, Json.MAPPER.readValue(json, Entries.class).lessons());
    } catch (JsonProcessingException e) {
      LOG.log(Level.DEBUG, "A model's refusals cannot be read", e);
    }
  }

  @Override
  public void write(String model, Lessons lessons) {
    String json = Json.write(Entries.of(lessons));
    var _ =
        Redis.ifAvailable(() ->
            redis.call(client -> {
              if (lessons.isEmpty()) {
                return client.hdel(KEY, model);
              }
              if (client.hlen(KEY) < MAX_MODELS || client.hexists(KEY, model)) {
                client.hset(KEY, model, json);
              }
              return client.expire(KEY, kept.toSeconds());
            }));
  }
}

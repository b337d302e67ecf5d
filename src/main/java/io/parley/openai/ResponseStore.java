package io.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import io.parley.redis.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import redis.clients.jedis.RedisClient;

/// Responses that may be continued, in Redis: each its key's own, for a day after it was made or
/// continued. A key has so many bytes of them; what was made or continued longest ago goes first.
final class ResponseStore {
  private static final String PREFIX = "parley:responses:";

  /// Of all responses of a key.
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  /// KEYS: the response, when which was used, the sizes (`all` is their sum), then the responses
  /// that it continues. ARGV: its id, itself, bytes, seconds that it is kept, bytes that a key may
  /// have, then the ids of those. Time is Redis' own.
  private static final String KEEP =
      """
      local now = redis.call('TIME')[1]
      local ttl = tonumber(ARGV[4])
      local function forget(id)
        local size = redis.call('HGET', KEYS[3], id)
        if size then
          redis.call('HINCRBY', KEYS[3], 'all', -size)
          redis.call('HDEL', KEYS[3], id)
        end
        redis.call('ZREM', KEYS[2], id)
      end
      forget(ARGV[1])
      redis.call('SET', KEYS[1], ARGV[2], 'EX', ttl)
      redis.call('ZADD', KEYS[2], now, ARGV[1])
      redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
      redis.call('HINCRBY', KEYS[3], 'all', ARGV[3])
      for at = 4, #KEYS do
        if redis.call('EXPIRE', KEYS[at], ttl) == 1 then
          redis.call('ZADD', KEYS[2], 'XX', now, ARGV[at + 2])
        end
      end
      for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. (now - ttl))) do
        forget(id)
      end
      while tonumber(redis.call('HGET', KEYS[3], 'all')) > tonumber(ARGV[5]) do
        local oldest = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
        redis.call('DEL', string.sub(KEYS[2], 1, -5) .. oldest)
        forget(oldest)
      end
      redis.call('EXPIRE', KEYS[2], ttl)
      redis.call('EXPIRE', KEYS[3], ttl)
      return redis.call('EXISTS', KEYS[1])
      """;

  /// The same keys; ARGV: its id. Returns whether it was there.
  private static final String DELETE =
      """
      local size = redis.call('HGET', KEYS[3], ARGV[1])
      if size then
        redis.call('HINCRBY', KEYS[3], 'all', -size)
        redis.call('HDEL', KEYS[3], ARGV[1])
      end
      redis.call('ZREM', KEYS[2], ARGV[1])
      return redis.call('DEL', KEYS[1])
      """;

  private final Redis redis;
  private final Duration kept;
  private final int mostBytes;

  /// @param kept zero if nothing is kept
  /// @param mostBytes of a response with all that it continues
  ResponseStore(Redis redis, Duration kept, int mostBytes) {
    this.redis = redis;
    this.kept = kept;
    this.mostBytes = mostBytes;
  }

  /// @param response as it was answered
  /// @param input what was asked, as items with ids
  /// @param before the responses that it continues, the first one first
  /// @param bytes of it and of these
  record Kept(ObjectNode response, ArrayNode input, List<String> before, long bytes) {
    Kept {
      before = List.copyOf(before);
    }
  }

  boolean keepsNothing() {
    return kept.isZero();
  }

  /// Whether Redis answers now.
  boolean isAvailable() {
    return redis.answers();
  }

  /// @throws OpenAiError if Redis is unavailable
  Optional<Kept> find(ParticipantId key, ResponseId id) {
    return ask(client -> Optional.ofNullable(client.get(name(key, id.toString()))))
        .flatMap(ResponseStore::parse);
  }

  /// All of them; empty if one is missing.
  ///
  /// @throws OpenAiError if Redis is unavailable
  Optional<List<Kept>> all(ParticipantId key, List<String> ids) {
    if (ids.isEmpty()) {
      return Optional.of(List.of());
    }
    String[] names = ids.stream().map(id -> name(key, id)).toArray(String[]::new);
    List<Kept> found = new ArrayList<>();
    for (String json : ask(client -> client.mget(names))) {
      Optional<Kept> one = Optional.ofNullable(json).flatMap(ResponseStore::parse);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      found.add(one.get());
    }
    return Optional.of(found);
  }

  /// @param before the bytes of all that it continues
  /// @return whether it is kept: not if it is too large, with all that it continues, nor while
  ///   Redis is unavailable
  boolean keep(
      ParticipantId key,
      ResponseId id,
      ObjectNode response,
      ArrayNode input,
      List<String> before,
      long bytesBefore) {
    long bytes = Json.write(response).length() + (long) Json.write(input).length();
    if (bytesBefore + bytes > mostBytes) {
      return false;
    }
    String json = Json.write(new Kept(response, input, before, bytesBefore + bytes));
    List<String> keys = keys(key, id);
    before.forEach(one -> keys.add(name(key, one)));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                id.toString(),
                json,
                Integer.toString(json.length()),
                Long.toString(Math.max(1, kept.toSeconds())),
                Integer.toString(MOST_BYTES)));
    arguments.addAll(before);
    return Redis.ifAvailable(() -> redis.call(client -> client.eval(KEEP, keys, arguments)))
        .filter(kept -> kept.equals(1L))
        .isPresent();
  }

  /// @return whether it was kept
  /// @throws OpenAiError if Redis is unavailable
  boolean delete(ParticipantId key, ResponseId id) {
    List<String> keys = keys(key, id);
    return ask(client -> client.eval(DELETE, keys, List.of(id.toString()))).equals(1L);
  }

  /// What callers are told while Redis is unavailable.
  static OpenAiError unavailable() {
    return OpenAiError.of(
        503,
        OpenAiError.SERVER,
        "unavailable",
        "Kept responses are unavailable. Send the whole conversation in `input` with"
            + " `\"store\": false`, or try again later.");
  }

  private <T> T ask(Function<RedisClient, T> question) {
    return Redis.ifAvailable(() -> redis.call(question)).orElseThrow(ResponseStore::unavailable);
  }

  private static List<String> keys(ParticipantId key, ResponseId id) {
    return new ArrayList<>(List.of(name(key, id.toString()), name(key, "used"), name(key, "size")));
  }

  private static String name(ParticipantId key, String id) {
    return PREFIX + key + ":" + id;
  }

  /// What another version of Parley wrote may not be readable; then it is as good as gone.
  private static Optional<Kept> parse(String json) {
    try {
      return Optional.of(Json.MAPPER.readValue(json, Kept.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}

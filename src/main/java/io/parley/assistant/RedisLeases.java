package io.parley.assistant;

import io.parley.redis.Redis;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/// Leases in Redis: one key per reply, whose value is its holder's token.
final class RedisLeases implements Leases {
  private static final System.Logger LOG = System.getLogger(RedisLeases.class.getName());
  private static final String PREFIX = "parley:lease:";

  /// ARGV: token, term. A key that Redis has lost, with all others, is set again.
  private static final String RENEW =
      """
      local holder = redis.call('GET', KEYS[1])
      if holder == ARGV[1] then
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
      end
      if not holder then
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 2
      end
      return 0
      """;

  /// ARGV: token.
  private static final String RELEASE =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
      return 0
      """;

  private final Redis redis;
  private final long term;

  RedisLeases(Redis redis, Duration term) {
    this.redis = redis;
    this.term = term.toMillis();
  }

  @Override
  public Answer claim(ReplyPlace reply, String token) {
    SetParams ifAbsent = SetParams.setParams().nx().px(term);
    return Redis.ifAvailable(() ->
            redis.call(client -> Optional.ofNullable(client.set(key(reply), token, ifAbsent))))
        .map(set -> set.isPresent() ? Answer.MINE : Answer.ANOTHERS)
        .orElse(Answer.UNKNOWN);
  }

  @Override
  public Map<ReplyPlace, Answer> renew(Map<ReplyPlace, String> tokens) {
    Map<ReplyPlace, Answer> answers = new LinkedHashMap<>();
    Redis.ifAvailable(() ->
            redis.call(client -> {
              Map<ReplyPlace, Response<Object>> renewed = new LinkedHashMap<>();
              try (AbstractPipeline pipeline = client.pipelined()) {
                tokens.forEach((reply, token) ->
                    renewed.put(
                        reply,
                        pipeline.eval(
                            RENEW, List.of(key(reply)), List.of(token, Long.toString(term)))));
                pipeline.sync();
              }
              return renewed;
            }))
        .ifPresent(renewed ->
            renewed.forEach((reply, answer) -> answers.put(reply, answer(answer.get()))));
    tokens.keySet().forEach(reply -> answers.putIfAbsent(reply, Answer.UNKNOWN));
    return answers;
  }

  @Override
  public void release(ReplyPlace reply, String token) {
    if (Redis.ifAvailable(
            () -> redis.call(it -> it.eval(RELEASE, List.of(key(reply)), List.of(token))))
        .isEmpty()) {
      LOG.log(System.Logger.Level.DEBUG, "the lease of reply {0} is left to expire", reply);
    }
  }

  @Override
  public Optional<Set<ReplyPlace>> free(Collection<ReplyPlace> replies) {
    return Redis.ifAvailable(() ->
            redis.call(client -> {
              Map<ReplyPlace, Response<Boolean>> held = new LinkedHashMap<>();
              try (AbstractPipeline pipeline = client.pipelined()) {
                replies.forEach(reply -> held.put(reply, pipeline.exists(key(reply))));
                pipeline.sync();
              }
              return held;
            }))
        .map(held ->
            held.entrySet().stream()
                .filter(entry -> !entry.getValue().get())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet()));
  }

  private static Answer answer(Object code) {
    if (code.equals(1L)) {
      return Answer.MINE;
    }
    return code.equals(2L) ? Answer.REGAINED : Answer.ANOTHERS;
  }

  private static String key(ReplyPlace reply) {
    return PREFIX + reply;
  }
}

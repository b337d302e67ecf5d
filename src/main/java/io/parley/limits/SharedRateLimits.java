package io.parley.limits;

import io.parley.redis.Redis;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What is spent on all nodes together, counted in Redis by the same rule as [RateLimit]: one key
/// per spender, which is gone when their bucket is full again.
///
/// Time is Redis' own, so that the nodes' clocks do not matter.
final class SharedRateLimits implements Ledger {
  /// ARGV: interval, capacity, in microseconds. Returns how long to wait, 0 if nothing.
  private static final String SPEND =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local full = tonumber(redis.call('GET', KEYS[1]) or now)
      if full < now then full = now end
      local after = full + ARGV[1]
      if after - now > tonumber(ARGV[2]) then return after - now - ARGV[2] end
      redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
      return 0
      """;

  /// The same without taking one: 1 if there is none left, 0 otherwise.
  private static final String ASK =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local full = tonumber(redis.call('GET', KEYS[1]) or now)
      if full + ARGV[1] - now > tonumber(ARGV[2]) then return 1 end
      return 0
      """;

  private final Redis redis;

  SharedRateLimits(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<Duration> spend(RateLimits.Kind kind, String spender, RateLimit.Rate rate) {
    long wait = evaluate(SPEND, kind, spender, rate);
    return wait == 0 ? Optional.empty() : Optional.of(Duration.of(wait, ChronoUnit.MICROS));
  }

  @Override
  public boolean isExhausted(RateLimits.Kind kind, String spender, RateLimit.Rate rate) {
    return evaluate(ASK, kind, spender, rate) == 1;
  }

  private long evaluate(String script, RateLimits.Kind kind, String spender, RateLimit.Rate rate) {
    long interval =
        Math.max(1, TimeUnit.NANOSECONDS.toMicros(rate.per().toNanos()) / rate.amount());
    List<String> arguments =
        List.of(Long.toString(interval), Long.toString(interval * rate.amount()));
    List<String> key = List.of("parley:budget:" + kind.wire() + ":" + spender);
    return (Long) redis.call(client -> client.eval(script, key, arguments));
  }
}

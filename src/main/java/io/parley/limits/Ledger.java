package io.parley.limits;

import io.parley.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.Optional;

/// Where it is counted what all nodes spend together.
@FunctionalInterface
interface Ledger {
  /// Nobody else's: each node counts for itself.
  Ledger OWN = (_, _, _) -> Optional.empty();

  /// @throws RedisUnavailableException if that is not known now
  Optional<Duration> spend(RateLimits.Kind kind, String spender, RateLimit.Rate rate);

  /// Whether there is none left. Takes none.
  ///
  /// @throws RedisUnavailableException if that is not known now
  default boolean isExhausted(RateLimits.Kind kind, String spender, RateLimit.Rate rate) {
    return false;
  }
}

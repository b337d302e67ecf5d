package io.parley.limits;

import io.parley.redis.RedisUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// One limit, counted here and by all nodes together.
///
/// @param <K> who spends
final class Counter<K> {
  private final RateLimits.Kind kind;
  private final RateLimit.Rate rate;
  private final RateLimit<K> here;
  private final Ledger everywhere;
  private final Consumer<RateLimits.Kind> refused;

  Counter(
      RateLimits.Kind kind,
      RateLimit.Rate rate,
      Clock clock,
      Ledger everywhere,
      Consumer<RateLimits.Kind> refused) {
    this.kind = kind;
    this.rate = rate;
    this.here = new RateLimit<>(rate, clock);
    this.everywhere = everywhere;
    this.refused = refused;
  }

  Optional<RateLimits.Exhausted> spend(K spender) {
    Optional<RateLimits.Exhausted> exhausted =
        missing(spender).map(wait -> new RateLimits.Exhausted(kind, rate.amount(), rate.period(), wait));
    exhausted.ifPresent(_ -> refused.accept(kind));
    return exhausted;
  }

  /// Whether there is none left, here or of what all nodes spend together. Takes none.
  boolean isExhausted(K spender) {
    if (here.isExhausted(spender)) {
      return true;
    }
    try {
      return everywhere.isExhausted(kind, spender.toString(), rate);
    } catch (RedisUnavailableException away) {
      return false;
    }
  }

  /// Whoever has spent too much at this node alone is refused without asking anybody.
  private Optional<Duration> missing(K spender) {
    Optional<Duration> wait = here.spend(spender);
    if (wait.isPresent()) {
      return wait;
    }
    try {
      wait = everywhere.spend(kind, spender.toString(), rate);
    } catch (RedisUnavailableException away) {
      return Optional.empty();
    }
    if (wait.isPresent()) {
      here.giveBack(spender);
    }
    return wait;
  }
}

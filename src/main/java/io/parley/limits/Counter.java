package io.parley.limits;

import io.parley.redis.Redis;
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
  private final Way way;

  /// How it is counted.
  ///
  /// @param everywhere what all nodes spend together
  /// @param refused is told of each refusal
  record Way(Clock clock, Ledger everywhere, Consumer<RateLimits.Kind> refused) {}

  Counter(RateLimits.Kind kind, RateLimit.Rate rate, Way way) {
    this.kind = kind;
    this.rate = rate;
    this.here = new RateLimit<>(rate, way.clock());
    this.way = way;
  }

  Optional<RateLimits.Exhausted> spend(K spender) {
    Optional<RateLimits.Exhausted> exhausted =
        missing(spender)
            .map(wait -> new RateLimits.Exhausted(kind, rate.amount(), rate.period(), wait));
    exhausted.ifPresent(_ -> way.refused().accept(kind));
    return exhausted;
  }

  /// Whether there is none left, here or of what all nodes spend together. Takes none.
  boolean isExhausted(K spender) {
    if (here.isExhausted(spender)) {
      return true;
    }
    return Redis.ifAvailable(() -> way.everywhere().isExhausted(kind, spender.toString(), rate))
        .orElse(false);
  }

  /// Whoever has spent too much at this node alone is refused without asking anybody.
  private Optional<Duration> missing(K spender) {
    Optional<Duration> wait = here.spend(spender);
    if (wait.isPresent()) {
      return wait;
    }
    wait =
        Redis.ifAvailable(() -> way.everywhere().spend(kind, spender.toString(), rate))
            .flatMap(missing -> missing);
    if (wait.isPresent()) {
      here.giveBack(spender);
    }
    return wait;
  }
}

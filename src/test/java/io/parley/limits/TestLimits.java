package io.parley.limits;

import io.parley.config.MapConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Limits as they are by default, for tests of other packages.
public final class TestLimits {
  private TestLimits() {}

  /// Those of one node.
  public static RateLimits alone(Clock clock) {
    return counted(clock, Ledger.OWN);
  }

  /// Those of several nodes that count together, where each spender may have `amount` of anything
  /// in a minute.
  public static List<RateLimits> together(int nodes, int amount, Clock clock) {
    Pot pot = new Pot(amount, clock);
    return Stream.generate(() -> counted(clock, pot)).limit(nodes).toList();
  }

  private static RateLimits counted(Clock clock, Ledger ledger) {
    return new RateLimits(new LimitsConfig(new MapConfig(Map.of())), clock, ledger, kind -> {});
  }

  private static final class Pot implements Ledger {
    private final RateLimit<String> rateLimit;

    Pot(int amount, Clock clock) {
      rateLimit = new RateLimit<>(new RateLimit.Rate(amount, Duration.ofMinutes(1)), clock);
    }

    @Override
    public Optional<Duration> spend(RateLimits.Kind kind, String spender, RateLimit.Rate rate) {
      return rateLimit.spend(spender);
    }

    @Override
    public boolean isExhausted(RateLimits.Kind kind, String spender, RateLimit.Rate rate) {
      return rateLimit.isExhausted(spender);
    }
  }
}

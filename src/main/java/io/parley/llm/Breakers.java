package io.parley.llm;

import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The [Breaker] of each model of one provider that has failed lately. A model that is well has
/// none.
final class Breakers {
  /// Names typed by hand fail as well: more than these are not told apart, and the one that is due
  /// first makes room.
  private static final int MAX_MODELS = 1_000;

  private final Bulkhead.Limits limits;
  private final Clock clock;
  private final Map<String, Breaker> failing = new ConcurrentHashMap<>();

  Breakers(Bulkhead.Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  Optional<Breaker.Refusal> refuse(String model) {
    Breaker breaker = failing.get(model);
    return breaker == null ? Optional.empty() : breaker.refuse();
  }

  void began(String model) {
    Breaker breaker = failing.get(model);
    if (breaker != null) {
      breaker.began();
    }
  }

  void succeeded(String model) {
    if (!failing.isEmpty()) {
      failing.remove(model);
    }
  }

  void failed(String model, Breaker.Failure failure) {
    makeRoom(model);
    Breaker breaker =
        failing.computeIfAbsent(model, _ -> new Breaker(limits.failures(), limits.pause(), clock));
    breaker.failed(failure.code(), failure.retryAfter());
    if (breaker.isWell()) {
      failing.remove(model, breaker);
    }
  }

  void givenUp(String model) {
    Breaker breaker = failing.get(model);
    if (breaker != null) {
      breaker.givenUp();
    }
  }

  Breaker.State state(String model) {
    Breaker breaker = failing.get(model);
    return breaker == null ? Breaker.State.CLOSED : breaker.state();
  }

  /// How many models are left alone now.
  int open() {
    return (int)
        failing.values().stream().filter(breaker -> breaker.state() == Breaker.State.OPEN).count();
  }

  private void makeRoom(String model) {
    if (failing.size() >= MAX_MODELS && !failing.containsKey(model)) {
      failing.entrySet().stream()
          .min(Comparator.comparing((Map.Entry<String, Breaker> entry) -> entry.getValue().due()))
          .ifPresent(first -> failing.remove(first.getKey(), first.getValue()));
    }
  }
}

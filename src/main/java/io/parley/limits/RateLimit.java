package io.parley.limits;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/// So many of something per time, for each of many. Whoever has saved up may spend the whole amount
/// at once; after that it comes back evenly.
///
/// A token bucket, kept as one number per key: the virtual scheduling form of the generic cell rate
/// algorithm (ITU-T I.371, annex A). Keys whose bucket is full again are forgotten; when there are
/// too many, some who are not are forgotten as well, in their favour. Safe for use by many threads.
///
/// @param <K> who spends
final class RateLimit<K> {
  private static final int MOST_KEYS = 100_000;

  /// When a key's bucket will be full again, in nanoseconds of the clock.
  private final ConcurrentMap<K, Long> fullAt = new ConcurrentHashMap<>();

  private final long interval;
  private final long capacity;
  private final int mostKeys;
  private final Clock clock;

  RateLimit(Rate rate, Clock clock) {
    this(rate, clock, MOST_KEYS);
  }

  RateLimit(Rate rate, Clock clock, int mostKeys) {
    this.interval = Math.max(1, rate.per().toNanos() / rate.amount());
    this.capacity = interval * rate.amount();
    this.mostKeys = mostKeys;
    this.clock = clock;
  }

  /// An amount per time.
  record Rate(int amount, Duration per) {
    Rate {
      if (amount < 1) {
        throw new IllegalArgumentException("a limit is at least 1, not " + amount);
      }
    }

    /// For people, such as `per minute`.
    String period() {
      if (per.equals(Duration.ofSeconds(1))) {
        return "per second";
      }
      return per.equals(Duration.ofHours(1)) ? "per hour" : "per minute";
    }
  }

  /// Takes one. Empty if there was one; otherwise how long until there will be.
  Optional<Duration> spend(K key) {
    long now = now();
    var missing = new AtomicReference<Optional<Duration>>(Optional.empty());
    fullAt.compute(
        key,
        (_, before) -> {
          long full = before == null ? now : Math.max(before, now);
          long after = full + interval;
          if (after - now > capacity) {
            missing.set(Optional.of(Duration.ofNanos(after - now - capacity)));
            return full;
          }
          missing.set(Optional.empty());
          return after;
        });
    if (fullAt.size() > mostKeys) {
      forget(now);
    }
    return missing.get();
  }

  /// Whether there is none left. Takes none.
  boolean isExhausted(K key) {
    long now = now();
    Long full = fullAt.get(key);
    return full != null && Math.max(full, now) + interval - now > capacity;
  }

  /// Puts one back that was not used after all.
  void giveBack(K key) {
    fullAt.computeIfPresent(key, (_, full) -> full - interval);
  }

  int keys() {
    return fullAt.size();
  }

  /// Those who owe nothing go first. If that is not enough, a tenth of the others, whoever comes:
  /// it gives some more than their due, which is better than to grow without end.
  private void forget(long now) {
    fullAt.values().removeIf(full -> full <= now);
    int surplus = fullAt.size() - mostKeys * 9 / 10;
    var keys = fullAt.keySet().iterator();
    while (surplus > 0 && keys.hasNext()) {
      keys.next();
      keys.remove();
      surplus--;
    }
  }

  private long now() {
    var now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}

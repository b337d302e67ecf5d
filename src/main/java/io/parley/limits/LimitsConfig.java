package io.parley.limits;

import io.parley.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.limits.*`; the defaults are those of the wire contract.
@Dependent
class LimitsConfig {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Settings settings;

  @Inject
  LimitsConfig(Config config) {
    this.settings = Settings.of(config);
  }

  RateLimit.Rate drafts() {
    return rate("parley.limits.drafts-per-second", 30, SECOND);
  }

  RateLimit.Rate posts() {
    return rate("parley.limits.posts-per-minute", 60, MINUTE);
  }

  /// Per address, which a school or an office shares; so are all limits below that say so.
  RateLimit.Rate postsOfAddress() {
    return rate("parley.limits.posts-per-minute-per-address", 1_200, MINUTE);
  }

  RateLimit.Rate replies() {
    return rate("parley.limits.replies-per-minute", 20, MINUTE);
  }

  /// Per address.
  RateLimit.Rate repliesOfAddress() {
    return rate("parley.limits.replies-per-minute-per-address", 120, MINUTE);
  }

  /// Of everybody, on all nodes: what the operator pays for at most.
  RateLimit.Rate repliesOfAll() {
    return rate("parley.limits.replies-per-minute-in-total", 600, MINUTE);
  }

  RateLimit.Rate stops() {
    return rate("parley.limits.stops-per-minute", 20, MINUTE);
  }

  RateLimit.Rate searches() {
    return rate("parley.limits.searches-per-minute", 120, MINUTE);
  }

  /// Per address.
  RateLimit.Rate searchesOfAddress() {
    return rate("parley.limits.searches-per-minute-per-address", 300, MINUTE);
  }

  RateLimit.Rate reads() {
    return rate("parley.limits.reads-per-minute", 120, MINUTE);
  }

  /// Per address.
  RateLimit.Rate readsOfAddress() {
    return rate("parley.limits.reads-per-minute-per-address", 6_000, MINUTE);
  }

  /// Per address.
  RateLimit.Rate revocations() {
    return rate("parley.limits.revocations-per-hour", 10, HOUR);
  }

  /// Per address.
  RateLimit.Rate wrongTokens() {
    return rate("parley.limits.wrong-operator-tokens-per-minute", 10, MINUTE);
  }

  /// Open at the same time, per guest and node.
  int streams() {
    return amount("parley.limits.streams-per-guest", 16);
  }

  /// Open at the same time, per address and node.
  int streamsOfAddress() {
    return amount("parley.limits.streams-per-address", 300);
  }

  /// Per API key.
  RateLimit.Rate keys() {
    return rate("parley.limits.key-requests-per-minute", 600, MINUTE);
  }

  RateLimit.Rate copies() {
    return rate("parley.limits.copies-per-minute", 6, MINUTE);
  }

  /// Per address.
  RateLimit.Rate copiesOfAddress() {
    return rate("parley.limits.copies-per-minute-per-address", 60, MINUTE);
  }

  RateLimit.Rate exports() {
    return rate("parley.limits.exports-per-minute", 20, MINUTE);
  }

  /// Per address.
  RateLimit.Rate exportsOfAddress() {
    return rate("parley.limits.exports-per-minute-per-address", 120, MINUTE);
  }

  RateLimit.Rate rooms() {
    return rate("parley.limits.rooms-per-hour", 10, HOUR);
  }

  /// Per address.
  RateLimit.Rate roomsOfAddress() {
    return rate("parley.limits.rooms-per-hour-per-address", 60, HOUR);
  }

  /// Per address. Each guest has limits of their own, so this bounds all of them.
  RateLimit.Rate guests() {
    return rate("parley.limits.guests-per-hour", 300, HOUR);
  }

  /// Per address.
  RateLimit.Rate sockets() {
    return rate("parley.limits.sockets-per-second", 30, SECOND);
  }

  private RateLimit.Rate rate(String key, int usual, Duration per) {
    return new RateLimit.Rate(amount(key, usual), per);
  }

  private int amount(String key, int usual) {
    return settings.number(key, usual);
  }
}

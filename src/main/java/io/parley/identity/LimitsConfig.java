package io.parley.identity;

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

  private final Config config;

  @Inject
  LimitsConfig(Config config) {
    this.config = config;
  }

  Budget.Rate drafts() {
    return rate("parley.limits.drafts-per-second", 30, SECOND);
  }

  Budget.Rate posts() {
    return rate("parley.limits.posts-per-minute", 60, MINUTE);
  }

  Budget.Rate replies() {
    return rate("parley.limits.replies-per-minute", 20, MINUTE);
  }

  /// Per API key.
  Budget.Rate keys() {
    return rate("parley.limits.key-requests-per-minute", 600, MINUTE);
  }

  Budget.Rate copies() {
    return rate("parley.limits.copies-per-minute", 6, MINUTE);
  }

  /// Per address, which a school or an office shares.
  Budget.Rate guests() {
    return rate("parley.limits.guests-per-hour", 3_000, HOUR);
  }

  /// Per address, as above.
  Budget.Rate sockets() {
    return rate("parley.limits.sockets-per-second", 30, SECOND);
  }

  private Budget.Rate rate(String key, int usual, Duration per) {
    return new Budget.Rate(config.getOptionalValue(key, Integer.class).orElse(usual), per);
  }
}

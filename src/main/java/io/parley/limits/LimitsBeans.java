package io.parley.limits;

import io.parley.redis.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class LimitsBeans {
  /// Makes it now: a setting that is wrong stops the start, not the first visitor.
  void start(@Observes Startup startup, RateLimits rateLimits) {}

  @Produces
  @Singleton
  RateLimits rateLimits(LimitsConfig limits, Clock clock, Redis redis, MetricRegistry metrics) {
    return new RateLimits(
        limits,
        clock,
        new SharedRateLimits(redis),
        kind -> metrics.counter("parley_budget_refused", new Tag("kind", kind.wire())).inc());
  }
}

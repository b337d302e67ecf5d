package io.parley.redis;

import io.parley.node.Parts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Says whether Redis answers. Always up: without it a node still serves most of what it does, and
/// no other node would do better.
@Readiness
@ApplicationScoped
class RedisCheck implements HealthCheck {
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final String MISSING =
      "who is present is unknown, limits are counted by each node for itself";

  @Inject Redis redis;
  @Inject MetricRegistry metrics;

  void start(@Observes Startup startup) {
    Parts.show(metrics, "redis", () -> redis.answersWithin(GRACE));
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("redis").up();
    if (!redis.answersWithin(GRACE)) {
      answer.withData("degraded", MISSING);
    }
    return answer.build();
  }
}

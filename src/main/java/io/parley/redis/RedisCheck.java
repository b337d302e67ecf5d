package io.parley.redis;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Says whether Redis answers.
@Readiness
@ApplicationScoped
class RedisCheck implements HealthCheck {
  private static final Duration GRACE = Duration.ofSeconds(3);

  @Inject Redis redis;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("redis").status(redis.answersWithin(GRACE)).build();
  }
}

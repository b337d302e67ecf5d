package io.parley.redis;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Says whether Redis answers.
@Readiness
@ApplicationScoped
class RedisCheck implements HealthCheck {
  @Inject Redis redis;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("redis").status(redis.answers()).build();
  }
}

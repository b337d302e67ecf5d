package io.parley.log;

import io.parley.node.Parts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// The log's parts of readiness: `kafka` (it can be written) and `fan-out` (this node reads it, and
/// has caught up). A node that cannot do either heals by itself, so that neither is a matter of
/// liveness; and it has started without them.
@ApplicationScoped
class LogHealth {
  @Inject Heartbeat heartbeat;
  @Inject MetricRegistry metrics;

  void start(@Observes jakarta.enterprise.event.Startup startup) {
    Parts.show(metrics, "kafka", heartbeat::isWritten);
  }

  @Produces
  @Readiness
  HealthCheck kafka() {
    return () -> named("kafka", heartbeat.isWritten());
  }

  @Produces
  @Readiness
  HealthCheck fanOut() {
    return () -> named("fan-out", heartbeat.isRead());
  }

  @Produces
  @Startup
  HealthCheck started() {
    return () -> named("log", true);
  }

  private static HealthCheckResponse named(String name, boolean isUp) {
    return HealthCheckResponse.named(name).status(isUp).build();
  }
}

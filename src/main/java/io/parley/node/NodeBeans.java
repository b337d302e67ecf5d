package io.parley.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class NodeBeans {
  @Produces
  @Singleton
  NodeConfig config(Config config) {
    return NodeConfig.from(key -> config.getOptionalValue(key, String.class));
  }

  @Produces
  @Singleton
  Roles roles(NodeConfig config) {
    return config.roles();
  }

  /// Down from the moment at which this node is asked to end.
  @Produces
  @Readiness
  HealthCheck staying(Drain drain) {
    return () -> HealthCheckResponse.named("node").status(!drain.hasBegun()).build();
  }
}

package io.parley.assistant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class AssistantBeans {
  @Produces
  @Singleton
  AssistantConfig config(Config config) {
    return AssistantConfig.from(key -> config.getOptionalValue(key, String.class));
  }
}

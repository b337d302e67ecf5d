package io.parley.room;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class RoomBeans {
  @Produces
  @Singleton
  RoomConfig config(Config config) {
    return RoomConfig.from(key -> config.getOptionalValue(key, String.class));
  }
}

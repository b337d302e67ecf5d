package io.parley.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class ApiKeyBeans {
  @Produces
  @Singleton
  ApiKeyCache cache(Clock clock) {
    return new ApiKeyCache(clock);
  }
}

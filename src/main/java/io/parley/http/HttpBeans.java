package io.parley.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class HttpBeans {
  /// Makes it now: a setting that is wrong stops the start, not the first visitor.
  void start(@Observes Startup startup, Origins origins) {}

  @Produces
  @Singleton
  Proxies proxies(HttpConfig config) {
    return new Proxies(config.trustedProxies());
  }

  @Produces
  @Singleton
  Origins origins(HttpConfig config, Proxies proxies) {
    return new Origins(proxies, config.allowedOrigins());
  }
}

package io.parley.liberty;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// One detector for the whole node: its thread reads the table of connections for all requests.
@ApplicationScoped
class LibertyBeans {
  private final DisconnectDetector disconnects = new DisconnectDetector(DisconnectDetector.TABLES);

  @Produces
  @Singleton
  DisconnectDetector disconnects() {
    return disconnects;
  }

  @PreDestroy
  void stop() {
    disconnects.close();
  }
}

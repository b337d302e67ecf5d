package io.parley.realtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Makes the [Hub] and the [Connections] of this node injectable.
@ApplicationScoped
class RealtimeBeans {
  private static final Duration UNLIMITED = Duration.ofDays(1);

  @Produces
  @Singleton
  Realtime realtime(Config config, MetricRegistry metrics) {
    return new Realtime(
        RealtimeConfig.from(key -> config.getOptionalValue(key, String.class)), metrics);
  }

  void stop(@Disposes Realtime realtime) {
    realtime.close();
  }

  @Produces
  @Singleton
  Hub hub(Realtime realtime) {
    return realtime.hub();
  }

  @Produces
  @Singleton
  Connections connections(Realtime realtime) {
    return realtime.connections();
  }

  /// Where the server is stopped without a signal (`server stop`), which closes the sockets itself
  /// before this.
  void drain(@Observes Shutdown shutdown, Realtime realtime) throws InterruptedException {
    realtime.leave(UNLIMITED);
  }
}

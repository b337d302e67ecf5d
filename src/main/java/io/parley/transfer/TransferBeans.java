package io.parley.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class TransferBeans {
  @Produces
  @Singleton
  CopyMemory copyMemory(CopyConfig config) {
    return new CopyMemory(config.memory(), config.atOncePerGuest(), config.atOnce());
  }

  @Produces
  @Singleton
  CopyConfig copyConfig(Config config) {
    return CopyConfig.from(key -> config.getOptionalValue(key, String.class));
  }
}

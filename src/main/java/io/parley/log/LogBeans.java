package io.parley.log;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class LogBeans {
  @Produces
  @Singleton
  LogConfig config(Config config) {
    return LogConfig.from(key -> config.getOptionalValue(key, String.class));
  }

  @Produces
  @Singleton
  KafkaClients clients(LogConfig config) {
    return new KafkaClients(config);
  }

  @Produces
  @Singleton
  Senders senders(LogConfig config) {
    return Senders.to(config, new KafkaClients(config));
  }

  void close(@Disposes Senders senders) {
    senders.close();
  }

  @Produces
  @Singleton
  LogReaders readers(@Any Instance<LogReader> all) {
    return new LogReaders(all);
  }

  @Produces
  @Singleton
  EventCodec codec(LogConfig config) {
    return new EventCodec(config.maxRecordBytes());
  }
}

package io.parley.log;

import io.parley.event.Event;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/// The log's numbers under `/metrics`. Tags take few values: types, consumers, fixed reasons.
@ApplicationScoped
class LogMetrics implements LogMeter {
  @Inject MetricRegistry registry;

  private final Map<Class<?>, Timer> appended = new ConcurrentHashMap<>();
  private final Map<Class<?>, Counter> published = new ConcurrentHashMap<>();
  private final Map<Class<?>, Timer> fannedOut = new ConcurrentHashMap<>();

  @Override
  public void appended(Class<? extends Event> event, Duration took) {
    appended
        .computeIfAbsent(event, type -> registry.timer("parley.log.append", type(event)))
        .update(took);
  }

  @Override
  public void published(Class<? extends Event> event) {
    published
        .computeIfAbsent(event, type -> registry.counter("parley.log.published", type(event)))
        .inc();
  }

  @Override
  public void notSent(Class<? extends Event> event) {
    registry.counter("parley.log.not.sent", type(event)).inc();
  }

  @Override
  public void fannedOut(Class<? extends Event> event, Duration delay) {
    fannedOut
        .computeIfAbsent(event, type -> registry.timer("parley.log.fan.out", type(event)))
        .update(delay);
  }

  @Override
  public void unknown(String consumer) {
    registry.counter("parley.log.unknown", new Tag("consumer", consumer)).inc();
  }

  @Override
  public void retried(String consumer) {
    registry.counter("parley.log.retried", new Tag("consumer", consumer)).inc();
  }

  @Override
  public void dead(String consumer, String reason) {
    registry
        .counter(
            "parley.log.dead.letters", new Tag("consumer", consumer), new Tag("reason", reason))
        .inc();
  }

  private static Tag type(Class<? extends Event> event) {
    return new Tag("type", EventCodec.typeOf(event));
  }
}

package io.parley.llm;

import io.parley.redis.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Makes [Models] of the configured providers and of every [Provider] bean, and keeps asking in the
/// background which models there are.
@ApplicationScoped
class LlmBeans {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<OpenAiProvider> configured = new CopyOnWriteArrayList<>();

  @Produces
  @Singleton
  Models models(
      Config config,
      MetricRegistry metrics,
      Clock clock,
      Redis redis,
      @Any Instance<Provider> builtIn) {
    LlmConfig settings =
        LlmConfig.from(
            key -> config.getOptionalValue(key, String.class), config.getPropertyNames());
    LlmMetrics meter = new LlmMetrics(metrics);
    Executor background = Executors.newVirtualThreadPerTaskExecutor();
    ModelCapabilities capabilities =
        new ModelCapabilities(
            settings.capabilities(),
            new RedisLessons(redis, settings.refusalsKept()),
            clock,
            settings.refusalsKept(),
            background);
    configure(settings, meter, clock, capabilities);
    List<Provider> providers = new ArrayList<>(configured);
    builtIn.forEach(providers::add);
    Catalogue catalogue =
        new Catalogue(
            providers,
            new RedisModelListCache(redis),
            capabilities,
            settings.unasked(),
            clock,
            settings.refresh(),
            settings.retry(),
            background);
    capabilities.readFrom(catalogue::find);
    Thread.ofVirtual()
        .name("llm-catalogue")
        .start(() -> keepFresh(catalogue, capabilities, settings.retry()));
    return new Models(providers, catalogue, settings.fallbacks(), settings.defaultModel(), meter);
  }

  private void configure(
      LlmConfig settings, LlmMetrics meter, Clock clock, ModelCapabilities capabilities) {
    OpenAiProvider.Room room =
        OpenAiProvider.Room.of(settings.maxEventBytes(), settings.maxAnswerBytes());
    for (Endpoint endpoint : settings.endpoints()) {
      Bulkhead bulkhead = new Bulkhead(endpoint.name(), settings.limits(), clock);
      meter.watch(bulkhead);
      configured.add(new OpenAiProvider(endpoint, bulkhead, room, capabilities));
    }
  }

  /// The bulkheads of all configured providers, in the order of their names.
  List<Bulkhead> bulkheads() {
    return configured.stream().map(OpenAiProvider::bulkhead).toList();
  }

  /// Where each configured provider is, by its name.
  Map<String, String> hosts() {
    return configured.stream()
        .filter(provider -> !provider.host().isEmpty())
        .collect(Collectors.toMap(OpenAiProvider::name, OpenAiProvider::host));
  }

  /// Makes everything now: a setting that is wrong stops the start, not the first reply.
  void start(@Observes Startup startup, Models models) {
    models.list();
  }

  private void keepFresh(Catalogue catalogue, ModelCapabilities capabilities, Duration interval) {
    try {
      do {
        catalogue.refreshDue();
        capabilities.refresh();
      } while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void stop() {
    stopped.countDown();
    configured.forEach(OpenAiProvider::close);
  }
}

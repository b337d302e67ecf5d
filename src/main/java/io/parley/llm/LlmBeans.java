package io.parley.llm;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// Makes [Models] of the configured providers and of every [Provider] bean, and keeps asking in the
/// background which models there are.
@ApplicationScoped
class LlmBeans {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<OpenAiProvider> configured = new ArrayList<>();

  @Produces
  @Singleton
  Models models(
      Config config, MetricRegistry metrics, Clock clock, @Any Instance<Provider> builtIn) {
    LlmConfig settings =
        LlmConfig.from(
            key -> config.getOptionalValue(key, String.class), config.getPropertyNames());
    settings.endpoints().stream()
        .map(endpoint -> new OpenAiProvider(endpoint))
        .forEach(configured::add);
    List<Provider> providers = new ArrayList<>(configured);
    builtIn.forEach(providers::add);
    Catalogue catalogue =
        new Catalogue(
            providers,
            clock,
            settings.refresh(),
            settings.retry(),
            Executors.newVirtualThreadPerTaskExecutor());
    Thread.ofVirtual().name("llm-catalogue").start(() -> keepFresh(catalogue, settings.retry()));
    return new Models(providers, catalogue, settings.defaultModel(), new Metered(metrics));
  }

  /// Makes everything now: a setting that is wrong stops the start, not the first reply.
  void start(@Observes Startup startup, Models models) {
    models.list();
  }

  private void keepFresh(Catalogue catalogue, Duration interval) {
    try {
      do {
        catalogue.refreshDue();
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

  private record Metered(MetricRegistry metrics) implements Meter {
    @Override
    public void firstToken(String provider, Duration after) {
      metrics.timer("parley_llm_first_token", new Tag("provider", provider)).update(after);
    }

    @Override
    public void ended(String provider, String outcome) {
      metrics
          .counter(
              "parley_llm_generations", new Tag("provider", provider), new Tag("outcome", outcome))
          .inc();
    }
  }
}

package io.parley.llm;

import java.time.Duration;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// [LlmMeter] for `/metrics`, and the state of each provider's [Bulkhead].
final class LlmMetrics implements LlmMeter {
  private final MetricRegistry registry;

  LlmMetrics(MetricRegistry registry) {
    this.registry = registry;
  }

  /// 0 is closed, 1 half open, 2 open.
  void watch(Bulkhead bulkhead) {
    registry.gauge(
        Metadata.builder()
            .withName("parley_llm_breaker")
            .withDescription("0: the provider is asked, 1: one request tries, 2: it is left alone")
            .build(),
        bulkhead,
        LlmMetrics::level,
        provider(bulkhead.provider()));
    registry.gauge(
        Metadata.builder()
            .withName("parley_llm_open_models")
            .withDescription("Number of models whose own circuit breaker is open")
            .build(),
        bulkhead,
        Bulkhead::openModels,
        provider(bulkhead.provider()));
  }

  private static int level(Bulkhead bulkhead) {
    return switch (bulkhead.state()) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  @Override
  public void firstToken(String provider, Duration after) {
    registry.timer("parley_llm_first_token", provider(provider)).update(after);
  }

  @Override
  public void nextToken(String provider, Duration after) {
    registry.timer("parley_llm_next_token", provider(provider)).update(after);
  }

  @Override
  public void ended(String provider, String outcome) {
    registry
        .counter("parley_llm_generations", provider(provider), new Tag("outcome", outcome))
        .inc();
  }

  @Override
  public void fellBack(String provider) {
    registry.counter("parley_llm_fallbacks", provider(provider)).inc();
  }

  private static Tag provider(String name) {
    return new Tag("provider", name);
  }
}

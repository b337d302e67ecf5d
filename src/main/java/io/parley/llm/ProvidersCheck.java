package io.parley.llm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Says how each provider is, and what is wrong with it. Always up: without a provider a node still
/// serves all the rest, and no other node would do better.
@Readiness
@ApplicationScoped
class ProvidersCheck implements HealthCheck {
  @Inject LlmBeans beans;
  @Inject Models models;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("providers").up();
    for (Bulkhead bulkhead : beans.bulkheads()) {
      answer.withData(bulkhead.provider(), bulkhead.state().wire());
      if (bulkhead.openModels() > 0) {
        answer.withData(bulkhead.provider() + ".open_models", bulkhead.openModels());
      }
    }
    for (ModelListing.ProviderState provider : models.list().providers()) {
      provider
          .problem()
          .ifPresent(problem -> answer.withData(provider.name() + ".problem", problem));
    }
    return answer.build();
  }
}

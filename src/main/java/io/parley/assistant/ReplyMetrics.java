package io.parley.assistant;

import io.parley.llm.ModelLabels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// Counts replies by how they end, and measures how long people wait for them.
@ApplicationScoped
class ReplyMetrics {
  @Inject MetricRegistry registry;
  @Inject ModelLabels labels;

  /// From the start of an attempt on this node to its first delta.
  void firstToken(Duration waited) {
    registry.timer("parley_reply_first_token").update(waited);
  }

  void delta() {
    registry.counter("parley_reply_deltas").inc();
  }

  /// @param model that has replied, or was asked to
  void ended(ReplyOutcome outcome, String model, Duration took) {
    Tag status = new Tag("status", outcome.status().wire());
    Tag label = labels.of(Optional.of(model));
    registry.counter("parley_replies", status, label).inc();
    registry.timer("parley_reply_duration", status).update(took);
    outcome
        .usage()
        .ifPresent(usage -> {
          tokens("prompt", label).inc(usage.promptTokens());
          tokens("completion", label).inc(usage.completionTokens());
        });
    outcome
        .cost()
        .ifPresent(cost ->
            registry
                .counter("parley_reply_cost_micros", new Tag("currency", cost.currency()), label)
                .inc(
                    cost.amount().movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValue()));
  }

  private Counter tokens(String kind, Tag model) {
    return registry.counter("parley_reply_tokens", new Tag("kind", kind), model);
  }
}

package io.parley.assistant;

import io.parley.event.Event.ReplyStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// Counts replies by how they end, and measures how long people wait for them.
@ApplicationScoped
class ReplyMetrics {
  @Inject MetricRegistry registry;

  /// From the start of an attempt on this node to its first delta.
  void firstToken(Duration waited) {
    registry.timer("parley_reply_first_token").update(waited);
  }

  void delta() {
    registry.counter("parley_reply_deltas").inc();
  }

  void ended(ReplyStatus status, Duration took) {
    Tag tag = new Tag("status", status.wire());
    registry.counter("parley_replies", tag).inc();
    registry.timer("parley_reply_duration", tag).update(took);
  }
}

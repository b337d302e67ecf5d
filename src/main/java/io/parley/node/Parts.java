package io.parley.node;

import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// What this node stands on, as `/metrics` shows it: `parley_part_available{part}` is 1 while the
/// part answers, and 0 while it does not.
///
/// Whether a node may be asked is another question: most of it goes on without PostgreSQL and
/// without Redis, and readiness reports it.
public final class Parts {
  private static final Metadata NAME =
      Metadata.builder()
          .withName("parley_part_available")
          .withDescription("1: Kafka, PostgreSQL or Redis answers this node, 0: it does not")
          .build();

  private Parts() {}

  /// @param part such as `redis`
  /// @param answers asked at each look at `/metrics`; does not wait
  public static void show(MetricRegistry registry, String part, BooleanSupplier answers) {
    registry.gauge(NAME, () -> answers.getAsBoolean() ? 1 : 0, new Tag("part", part));
  }
}

package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Timer;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  /// Two threads: one that registers, and one that reads.
  @Test
  void aMetricThatIsBeingRegisteredDoesNotHideTheOthers() {
    Map<MetricID, Metric> metrics = new LinkedHashMap<>();
    metrics.put(new MetricID("unfinished_timer"), unfinished(Timer.class));
    metrics.put(new MetricID("unfinished_counter"), unfinished(Counter.class));
    metrics.put(new MetricID("finished"), (Gauge<Integer>) () -> 7);

    PrometheusText text = new PrometheusText();
    text.add(registry(metrics));

    assertTrue(text.toString().contains("finished{mp_scope=\"application\",} 7.0"), text::toString);
    assertFalse(text.toString().contains("unfinished"), text::toString);
  }

  /// It would be left out for good, and nobody would see why.
  @Test
  void aGaugeThatFailsIsAFaultOfTheServer() {
    PrometheusText text = new PrometheusText();
    Map<MetricID, Metric> metrics = Map.of(new MetricID("broken"), unfinished(Gauge.class));
    assertThrows(NullPointerException.class, () -> text.add(registry(metrics)));
  }

  private static <T> T unfinished(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, _, _) -> {
              throw new NullPointerException("this.globalCompositeTimer is null");
            }));
  }

  private static MetricRegistry registry(Map<MetricID, Metric> metrics) {
    return (MetricRegistry)
        Proxy.newProxyInstance(
            MetricRegistry.class.getClassLoader(),
            new Class<?>[] {MetricRegistry.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "getMetrics" -> metrics;
                  case "getScope" -> MetricRegistry.APPLICATION_SCOPE;
                  case "getMetadata" -> Metadata.builder().withName((String) arguments[0]).build();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}

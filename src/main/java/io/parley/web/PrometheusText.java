package io.parley.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Snapshot;
import org.eclipse.microprofile.metrics.Timer;

/// Metrics in Prometheus's text format (version 0.0.4), named as MicroProfile Metrics 5.1 names
/// them.
final class PrometheusText {
  private static final System.Logger LOG = System.getLogger(PrometheusText.class.getName());

  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final double NANOS = 1e9;

  /// By family: all lines of one stand together, after what it is.
  private final Map<String, StringBuilder> families = new TreeMap<>();

  void add(MetricRegistry registry) {
    for (Map.Entry<MetricID, Metric> entry : registry.getMetrics().entrySet()) {
      try {
        add(registry, entry.getKey(), entry.getValue());
      } catch (NullPointerException unfinished) {
        if (entry.getValue() instanceof Gauge) {
          throw unfinished; // it asks our own function, which is there from the beginning
        }
        // The registry shows a metric a moment before its parts are there. The next reading has it.
        LOG.log(System.Logger.Level.DEBUG, "left out this time: " + entry.getKey(), unfinished);
      }
    }
  }

  private void add(MetricRegistry registry, MetricID id, Metric metric) {
    Metadata about = registry.getMetadata(id.getName());
    String labels = labels(id, registry.getScope());
    String name = name(about);
    switch (metric) {
      case Counter counter -> {
        long count = counter.getCount();
        String total = name.endsWith("_total") ? name : name + "_total";
        sample(family(total, "counter", about), total, labels, count);
      }
      case Gauge<?> gauge -> {
        double value = gauge.getValue().doubleValue();
        sample(family(name, "gauge", about), name, labels, value);
      }
      case Histogram histogram ->
          distribution(
              name,
              about,
              labels,
              histogram.getCount(),
              (double) histogram.getSum(),
              histogram.getSnapshot(),
              1);
      case Timer timer ->
          distribution(
              withUnit(name, MetricUnits.SECONDS),
              about,
              labels,
              timer.getCount(),
              timer.getElapsedTime().toNanos() / NANOS,
              timer.getSnapshot(),
              NANOS);
      default -> {}
    }
  }

  private void distribution(
      String name,
      Metadata about,
      String labels,
      long count,
      double sum,
      Snapshot snapshot,
      double unit) {
    sample(family(name + "_max", "gauge", about), name + "_max", labels, snapshot.getMax() / unit);
    Snapshot.HistogramBucket[] buckets = snapshot.bucketValues();
    StringBuilder lines = family(name, buckets.length == 0 ? "summary" : "histogram", about);
    for (Snapshot.HistogramBucket bucket : buckets) {
      String limit = label("le", number(bucket.getBucket() / unit));
      sample(lines, name + "_bucket", labels + limit, bucket.getCount());
    }
    if (buckets.length > 0) {
      sample(lines, name + "_bucket", labels + label("le", "+Inf"), count);
    }
    sample(lines, name + "_count", labels, count);
    sample(lines, name + "_sum", labels, sum);
  }

  private StringBuilder family(String name, String type, Metadata about) {
    return families.computeIfAbsent(
        name,
        _ ->
            new StringBuilder(
                "# HELP %s %s\n# TYPE %s %s\n"
                    .formatted(
                        name,
                        Optional.ofNullable(about.getDescription())
                            .orElse("")
                            .replaceAll("[\\\\\\n\\r]", " "),
                        name,
                        type)));
  }

  private static void sample(StringBuilder to, String name, String labels, double value) {
    to.append(name).append('{').append(labels).append("} ").append(number(value)).append('\n');
  }

  private static void sample(StringBuilder to, String name, String labels, long value) {
    sample(to, name, labels, (double) value);
  }

  private static String name(Metadata about) {
    String name = about.getName().replaceAll("[^a-zA-Z0-9_:]", "_");
    return about
        .unit()
        .filter(it -> !it.equals(MetricUnits.NONE))
        .map(it -> withUnit(name, it))
        .orElse(name);
  }

  private static String withUnit(String name, String unit) {
    String suffix = "_" + unit.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return name.endsWith(suffix) ? name : name + suffix;
  }

  private static String labels(MetricID id, String scope) {
    return Stream.concat(
            id.getTags().entrySet().stream()
                .filter(tag -> !tag.getKey().equals("mp_scope"))
                .map(tag -> label(tag.getKey(), tag.getValue())),
            Stream.of(label("mp_scope", scope)))
        .collect(Collectors.joining());
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "%s=\"%s\",".formatted(name, escaped);
  }

  private static String number(double value) {
    return Double.toString(value);
  }

  @Override
  public String toString() {
    return String.join("", families.values());
  }
}

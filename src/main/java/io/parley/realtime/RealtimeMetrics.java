package io.parley.realtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/// Shows the [RealtimeMeter] at `/metrics`. Its counts are carried over once a second, so that
/// counting on the hot path stays an addition.
final class RealtimeMetrics {

  private static final class Carried {
    final Counter shown;
    final ToLongFunction<RealtimeMeter> count;

    Carried(Counter shown, ToLongFunction<RealtimeMeter> count) {
      this.shown = shown;
      this.count = count;
    }

    void update(RealtimeMeter meter) {
      shown.inc(Math.max(0, count.applyAsLong(meter) - shown.getCount()));
    }
  }

  private final RealtimeMeter meter;
  private final List<Carried> carried = new ArrayList<>();
  private long ticksBefore;
  private double secondsBefore;
  private volatile double meanTick;

  RealtimeMetrics(MetricRegistry registry, Connections connections, RealtimeMeter meter) {
    this.meter = meter;
    registry.gauge(
        metadata("connections", "Open connections of this node"),
        connections,
        Connections::sockets,
        new Tag("kind", "socket"));
    registry.gauge(
        metadata("connections", "Open connections of this node"),
        connections,
        Connections::streams,
        new Tag("kind", "stream"));
    gauge(
        registry,
        "tick_seconds",
        "Mean time that an event has waited for its tick, over the last second",
        this,
        metrics -> metrics.meanTick);
    carry(registry, "frames_sent", "Frames sent", RealtimeMeter::frames);
    carry(registry, "bytes_sent", "Bytes sent, without framing", RealtimeMeter::bytes);
    carry(
        registry,
        "live_events_left_out",
        "Live events left out for connections that were behind",
        RealtimeMeter::liveLeftOut);
    carry(
        registry,
        "closed_too_slow",
        "Connections closed because they did not keep up",
        RealtimeMeter::closedTooSlow);
    carry(registry, "ticks", "Batches handed to the subscribers of a topic", RealtimeMeter::ticks);
  }

  /// To be called once a second, by one thread.
  void update() {
    carried.forEach(each -> each.update(meter));
    long ticks = meter.ticks();
    double seconds = meter.tickSeconds();
    meanTick = ticks == ticksBefore ? 0 : (seconds - secondsBefore) / (ticks - ticksBefore);
    ticksBefore = ticks;
    secondsBefore = seconds;
  }

  private void carry(
      MetricRegistry registry,
      String name,
      String description,
      ToLongFunction<RealtimeMeter> count) {
    carried.add(new Carried(registry.counter(metadata(name, description)), count));
  }

  private static <T> void gauge(
      MetricRegistry registry,
      String name,
      String description,
      T source,
      ToDoubleFunction<T> value) {
    registry.gauge(metadata(name, description), source, value::applyAsDouble);
  }

  private static Metadata metadata(String name, String description) {
    return Metadata.builder()
        .withName("parley_realtime_" + name)
        .withDescription(description)
        .build();
  }
}

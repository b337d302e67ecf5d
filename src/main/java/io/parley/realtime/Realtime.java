package io.parley.realtime;

import io.parley.node.Drainable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Timer;

/// This node's realtime side put together: its threads, its one [Hub] and its [Connections].
final class Realtime implements AutoCloseable, Drainable {
  private static final Logger LOG = System.getLogger(Realtime.class.getName());
  private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);

  /// What leaves at once leaves on these.
  private static final int FAN_OUT_THREADS =
      Math.max(2, Runtime.getRuntime().availableProcessors());

  private final RealtimeConfig config;
  private final ScheduledThreads fanOut = new ScheduledThreads("parley-fan-out", FAN_OUT_THREADS);
  private final ScheduledThreads watchdog = new ScheduledThreads("parley-watchdog", 1);
  private final Connections connections;
  private final Hub hub;

  Realtime(RealtimeConfig config, MetricRegistry registry) {
    this.config = config;
    Timer writes = registry.timer("parley_realtime_write");
    RealtimeMeter meter = new RealtimeMeter(nanos -> writes.update(Duration.ofNanos(nanos)));
    connections = new Connections(config, fanOut, virtualThreads(), meter);
    hub = new Hub(config.tick(), fanOut, meter);
    RealtimeMetrics metrics = new RealtimeMetrics(registry, connections, meter);
    watchdog.every(WATCH_PERIOD, connections::check);
    watchdog.every(WATCH_PERIOD, metrics::update);
  }

  Hub hub() {
    return hub;
  }

  Connections connections() {
    return connections;
  }

  /// Tells every client to come back, while the server still takes their answers; without this they
  /// would only see their connection break.
  @Override
  public void leave(Duration within) throws InterruptedException {
    Duration patience =
        within.compareTo(config.drainTimeout()) < 0 ? within : config.drainTimeout();
    if (!connections.drain(patience)) {
      LOG.log(Level.WARNING, "Shutting down with {0} connections open", connections.count());
    }
  }

  @Override
  public void close() {
    fanOut.close();
    watchdog.close();
  }

  /// Without inherited thread locals: there is one such thread per busy connection.
  private static Executor virtualThreads() {
    ThreadFactory factory =
        Thread.ofVirtual().name("parley-outbox").inheritInheritableThreadLocals(false).factory();
    return task -> factory.newThread(task).start();
  }
}

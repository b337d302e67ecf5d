package io.parley.realtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// This node's realtime side put together: its threads, its one [Hub] and its [Connections].
final class Realtime implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Realtime.class.getName());
  private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);
  private static final int FAN_OUT_THREADS = 2;

  private final RealtimeConfig config;
  private final ScheduledThreads fanOut = new ScheduledThreads("parley-fan-out", FAN_OUT_THREADS);
  private final ScheduledThreads watchdog = new ScheduledThreads("parley-watchdog", 1);
  private final Connections connections;
  private final Hub hub;

  /// The server closes its sockets before it tells the application that it stops: only a hook of
  /// the JVM, which runs beside the server's own, is early enough for a close frame.
  private final Thread atExit = Thread.ofPlatform().name("parley-drain").unstarted(this::drain);

  Realtime(RealtimeConfig config, MetricRegistry registry) {
    this.config = config;
    Counters counters = new Counters();
    connections = new Connections(config, fanOut, virtualThreads(), counters);
    hub = new Hub(config.tick(), fanOut, counters);
    RealtimeMetrics metrics = new RealtimeMetrics(registry, connections, counters);
    Runtime.getRuntime().addShutdownHook(atExit);
    watchdog.every(WATCH_PERIOD, connections::check);
    watchdog.every(WATCH_PERIOD, metrics::update);
  }

  Hub hub() {
    return hub;
  }

  Connections connections() {
    return connections;
  }

  /// Tells every client to come back; without this they would only see their connection break.
  void drain() {
    try {
      if (!connections.drain(config.drainTimeout())) {
        LOG.log(Level.WARNING, "Shutting down with {0} connections open", connections.count());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "The JVM is exiting, so the hook has had its turn", e);
    }
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

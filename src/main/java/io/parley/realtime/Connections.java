package io.parley.realtime;

import jakarta.servlet.AsyncContext;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// All open connections of this node.
public final class Connections {
  private final Set<Client> open = ConcurrentHashMap.newKeySet();
  private final RealtimeConfig config;
  private final Scheduler time;
  private final Executor threads;
  private final RealtimeMeter meter;
  private volatile boolean draining;

  Connections(RealtimeConfig config, Scheduler time, Executor threads, RealtimeMeter meter) {
    this.config = config;
    this.time = time;
    this.threads = threads;
    this.meter = meter;
  }

  /// Takes over a session that has just opened.
  ///
  /// @param onCaughtUp called, on a virtual thread, when the connection was so slow that live
  ///   events were left out, and has now taken all that was kept for it. Hand it a new state
  ///   through [Hub#resync]; until then it gets durable events only.
  public Connection open(Session session, Consumer<Connection> onCaughtUp) {
    Connection connection =
        new Connection(
            session,
            this,
            config,
            time,
            (transport, caughtUp) -> new Outbox(transport, config, threads, time, meter, caughtUp),
            onCaughtUp);
    open.add(connection);
    if (draining) {
      connection.close(CloseCode.RESTART);
    }
    return connection;
  }

  /// Takes over the asynchronous answer to a request, for server-sent events.
  ///
  /// @param onCaughtUp as above
  /// @param onClosed called once, when the stream has ended, whoever ended it
  public EventStream open(
      AsyncContext exchange, Consumer<EventStream> onCaughtUp, Consumer<EventStream> onClosed) {
    EventStream stream =
        new EventStream(
            exchange,
            time,
            (transport, caughtUp) -> new Outbox(transport, config, threads, time, meter, caughtUp),
            onCaughtUp,
            ended -> {
              remove(ended);
              onClosed.accept(ended);
            });
    open.add(stream);
    if (draining) {
      stream.close(CloseCode.RESTART);
    }
    return stream;
  }

  public int count() {
    return open.size();
  }

  /// How many of them are WebSockets.
  long sockets() {
    return open.stream().filter(Connection.class::isInstance).count();
  }

  /// How many of them are event streams.
  long streams() {
    return open.stream().filter(EventStream.class::isInstance).count();
  }

  /// Looks after stalled and silent connections.
  void check() {
    open.forEach(Client::check);
  }

  /// Tells all clients to come back, each on its own thread, and waits until they are closed or the
  /// time is up. Who connects from now on is told the same.
  ///
  /// @return whether all are closed
  boolean drain(Duration within) throws InterruptedException {
    long end = time.nanoTime() + within.toNanos();
    draining = true;
    open.forEach(connection -> connection.close(CloseCode.RESTART));
    synchronized (open) {
      for (long left = within.toMillis(); !open.isEmpty(); ) {
        if (left <= 0) {
          return false;
        }
        open.wait(left);
        left = (end - time.nanoTime()) / 1_000_000;
      }
    }
    return true;
  }

  void remove(Client client) {
    if (open.remove(client) && open.isEmpty()) {
      synchronized (open) {
        open.notifyAll();
      }
    }
  }
}

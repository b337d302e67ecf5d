package io.parley.realtime;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One stream of server-sent events of this node (HTML standard, section 9.2), over the
/// asynchronous answer to an HTTP request: it holds a thread only while something is sent, and that
/// a virtual one.
///
/// Opened through [Connections#open]. Where the reader is too slow, the [Outbox] deals with it as
/// with any other; a send that gets nowhere ends by the server's own write timeout.
public final class EventStream implements Subscriber, Client {
  private static final Logger LOG = System.getLogger(EventStream.class.getName());

  /// With the watchdog's second this makes a comment every 15 s. A client that has left is noticed
  /// by it, and proxies do not take the stream for dead.
  private static final Duration HEARTBEAT = Duration.ofSeconds(14);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final ConnectionId id = ConnectionId.next();
  private final AsyncContext exchange;
  private final Scheduler time;
  private final Consumer<EventStream> onClosed;
  private final Outbox outbox;

  /// Held while something is written, and when the exchange is completed: the server gives a
  /// completed one's buffers to somebody else.
  private final ReentrantLock writing = new ReentrantLock();

  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean flushed;
  private volatile boolean pinged;
  private volatile long sentAt;

  EventStream(
      AsyncContext exchange,
      Scheduler time,
      Connection.OutboxMaker outboxes,
      Consumer<EventStream> onCaughtUp,
      Consumer<EventStream> onClosed) {
    this.exchange = exchange;
    this.time = time;
    this.onClosed = onClosed;
    this.sentAt = time.nanoTime();
    this.outbox = outboxes.make(new ExchangeTransport(), () -> onCaughtUp.accept(this));
    exchange.setTimeout(0);
    exchange.addListener(new Ended());
    HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/event-stream");
    response.setHeader("Cache-Control", "no-cache, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
  }

  /// The text of these events: each with its type and, if it is a durable one, its position.
  public static Frame frame(Iterable<WireEvent> events) {
    StringBuilder text = new StringBuilder(256);
    events.forEach(event -> append(text, event));
    return Frame.of(text.toString());
  }

  private static void append(StringBuilder text, WireEvent event) {
    text.append("event: ").append(event.type()).append('\n');
    event.position().ifPresent(position -> text.append("id: ").append(position).append('\n'));
    // JSON as it is written here has no line breaks
    text.append("data: ").append(event.json()).append("\n\n");
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public void start(Frame state) {
    outbox.start(state);
  }

  @Override
  public boolean deliver(Batch batch) {
    return outbox.deliver(batch);
  }

  /// The same reader as a follower of one more topic, whose events are live ones that need no state
  /// to begin with.
  public Subscriber aside() {
    return new Aside(ConnectionId.next());
  }

  @Override
  public void close(CloseCode code) {
    outbox.finish(code);
  }

  /// Whether it has ended, whoever ended it.
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void check() {
    outbox.check();
    if (!pinged && time.nanoTime() - sentAt > HEARTBEAT.toNanos()) {
      pinged = true;
      outbox.offer(Outgoing.Ping.PING);
    }
  }

  private void end() {
    if (closed.compareAndSet(false, true)) {
      onClosed.accept(this);
    }
  }

  private final class Aside implements Subscriber {
    private final ConnectionId ownId;

    Aside(ConnectionId ownId) {
      this.ownId = ownId;
    }

    @Override
    public ConnectionId id() {
      return ownId;
    }

    @Override
    public void start(Frame state) {}

    @Override
    public boolean deliver(Batch batch) {
      return outbox.deliver(batch);
    }
  }

  private final class ExchangeTransport implements Transport {
    @Override
    public Optional<Frame> encode(Batch batch) {
      return batch.isEmpty() ? Optional.empty() : Optional.of(frame(batch.events()));
    }

    @Override
    public void send(Frame frame) throws IOException {
      write(frame.text().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void ping() throws IOException {
      write(COMMENT);
    }

    private void write(byte[] bytes) throws IOException {
      writing.lock();
      try {
        if (closed.get()) {
          throw new IOException("The stream is closed");
        }
        OutputStream body = exchange.getResponse().getOutputStream();
        body.write(bytes);
        body.flush();
        if (!flushed) {
          // Liberty takes the first flush of an answer for one too early, and ignores it
          flushed = true;
          body.flush();
        }
        sentAt = time.nanoTime();
        pinged = false;
      } catch (IllegalStateException e) {
        throw new IOException("The stream is closed", e);
      } finally {
        writing.unlock();
      }
    }

    /// Waits for a write in progress, on the outbox's own thread for it.
    @Override
    public void close(CloseCode code) {
      writing.lock();
      try {
        if (!closed.get()) {
          exchange.complete();
        }
      } catch (IllegalStateException e) {
        LOG.log(Level.DEBUG, "The stream " + id + " has ended already", e);
      } finally {
        writing.unlock();
        end();
      }
    }
  }

  /// The server's word that the exchange is over, whoever ended it.
  private final class Ended implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      over();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      over();
    }

    @Override
    public void onError(AsyncEvent event) {
      over();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}

    private void over() {
      outbox.discard();
      end();
    }
  }
}

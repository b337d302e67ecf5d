package io.parley.realtime;

import io.parley.liberty.DirectLine;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// One WebSocket of this node. Beside the endpoints themselves the only class that touches a
/// `Session`; no method blocks.
///
/// The endpoint opens it through [Connections#open], takes messages through [#read] and calls
/// [#closed] when the container reports the end.
public final class Connection implements Subscriber, Client {
  private static final Logger LOG = System.getLogger(Connection.class.getName());

  /// At most three bytes each in UTF-8.
  private static final int FRAGMENT_CHARS = 8 * 1024;

  private final ConnectionId id = ConnectionId.next();
  private final Session session;
  private final Connections registry;
  private final Scheduler time;
  private final Liveness liveness;
  private final Inbox inbox;
  private final Outbox outbox;
  private volatile Optional<Consumer<ByteBuffer>> binaryReader = Optional.empty();
  private volatile boolean closing;

  Connection(
      Session session,
      Connections registry,
      RealtimeConfig config,
      Scheduler time,
      OutboxMaker outboxes,
      Consumer<Connection> onCaughtUp) {
    this.session = session;
    this.registry = registry;
    this.time = time;
    this.liveness = new Liveness(config, time.nanoTime());
    this.inbox = new Inbox(config.maxMessageBytes());
    this.outbox =
        outboxes.make(
            new SessionTransport(
                session.getBasicRemote(),
                config.direct() ? DirectLine.of(session) : Optional.empty()),
            () -> onCaughtUp.accept(this));
    session.setMaxTextMessageBufferSize(config.maxMessageBytes());
    session.setMaxBinaryMessageBufferSize(config.maxMessageBytes());
    // [Liveness] ends who is silent; the container would wake a thread every 2 s for each session
    session.setMaxIdleTimeout(0);
    session.addMessageHandler(PongMessage.class, pong -> liveness.pong(time.nanoTime()));
    session.addMessageHandler(
        ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) this::receiveBinary);
  }

  /// Makes outboxes that differ only in where they send.
  @FunctionalInterface
  interface OutboxMaker {
    Outbox make(Transport transport, Runnable onCaughtUp);
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

  /// Sends something to this client alone, after what is already queued.
  public void send(Frame frame) {
    outbox.offer(frame);
  }

  /// Sends speech to this client alone, after what is already queued.
  ///
  /// @return false if it is left out: see [#dropAudio]; or the client does not take it fast enough
  public boolean send(Audio audio) {
    return outbox.offerAudio(audio);
  }

  /// Nothing more is sent of the audio of this generation and of those before it, whether it is
  /// queued already or still comes. What is sent to this client after this call comes after the
  /// last of it.
  public void dropAudio(int upTo) {
    outbox.dropAudio(upTo);
  }

  @Override
  public void close(CloseCode code) {
    outbox.finish(code);
  }

  /// Reads text from here on: each whole message comes to `reader`, on the container's thread.
  ///
  /// For an endpoint that extends `Endpoint`, instead of a message handler of its own. Only so is
  /// the size limited: in an annotated endpoint, or with a handler for whole messages, the
  /// container takes fragments without end, or a fragment of any length.
  public void read(Consumer<String> reader) {
    session.addMessageHandler(
        String.class,
        (MessageHandler.Partial<String>)
            (part, last) -> received(inbox.add(part, last)).ifPresent(reader));
  }

  /// Reads binary messages too from here on, as [#read] does text. Each buffer is valid only during
  /// the call. A connection for which this is not called closes at the first fragment of one.
  public void readBinary(Consumer<ByteBuffer> reader) {
    binaryReader = Optional.of(reader);
  }

  private void receiveBinary(ByteBuffer part, boolean last) {
    Optional<Consumer<ByteBuffer>> reader = binaryReader;
    if (reader.isEmpty()) {
      outbox.finishHere(CloseCode.UNSUPPORTED_DATA);
    } else {
      received(inbox.add(part, last)).ifPresent(reader.get());
    }
  }

  /// Whoever sends too much is closed on this thread, the container's reader: a close on another
  /// one while it still has much to read never gets as far as the close frame.
  private <T> Optional<T> received(Optional<T> message) {
    heard();
    if (inbox.overflows()) {
      outbox.finishHere(CloseCode.TOO_BIG);
    }
    return message;
  }

  /// The client has sent a message: it is there. For endpoints that do not [#read] through this.
  public void heard() {
    liveness.heard(time.nanoTime());
  }

  /// The session has ended, whoever ended it.
  public void closed() {
    outbox.discard();
    if (!closing) {
      registry.remove(this);
    }
  }

  @Override
  public void check() {
    outbox.check();
    switch (liveness.check(time.nanoTime())) {
      case FINE -> {}
      case PING -> outbox.offer(Outgoing.Ping.PING);
      case SILENT -> outbox.abort(CloseCode.GOING_AWAY);
      case NOT_READING -> outbox.giveUp();
    }
  }

  boolean writing() {
    return outbox.writing();
  }

  private final class SessionTransport implements Transport {
    private final RemoteEndpoint.Basic remote;
    private final Optional<DirectLine> line;

    SessionTransport(RemoteEndpoint.Basic remote, Optional<DirectLine> line) {
      this.remote = remote;
      this.line = line;
    }

    @Override
    public DirectLine.Attempt attempt(ByteBuffer wire) throws IOException {
      if (line.isEmpty()) {
        return DirectLine.Attempt.NOTHING;
      }
      int bytes = wire.remaining();
      DirectLine.Attempt attempt = line.get().attempt(wire);
      if (attempt != DirectLine.Attempt.NOTHING) {
        liveness.sent(bytes);
      }
      return attempt;
    }

    @Override
    public void finish() throws IOException {
      if (line.isPresent()) {
        line.get().finish();
      }
    }

    @Override
    public Optional<Frame> encode(Batch batch) {
      return batch.frameFor(id);
    }

    @Override
    public void send(Frame frame) throws IOException {
      try {
        sendInParts(frame.text());
      } catch (IllegalStateException e) {
        throw new IOException("The session is closed", e);
      }
      liveness.sent(frame.bytes());
    }

    @Override
    public void send(Audio audio) throws IOException {
      try {
        remote.sendBinary(audio.samples());
      } catch (IllegalStateException e) {
        throw new IOException("The session is closed", e);
      }
      liveness.sent(audio.bytes());
    }

    /// The container's pooled buffers end at 64 KiB; beyond that each send leaves a direct buffer
    /// to the garbage collector. So a large message goes out as several WebSocket fragments.
    private void sendInParts(String text) throws IOException {
      int from = 0;
      while (text.length() - from > FRAGMENT_CHARS) {
        int end = from + FRAGMENT_CHARS;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
          end--;
        }
        remote.sendText(text.substring(from, end), false);
        from = end;
      }
      if (from == 0) {
        remote.sendText(text);
      } else {
        remote.sendText(text.substring(from), true);
      }
    }

    @Override
    public void ping() throws IOException {
      try {
        remote.sendPing(ByteBuffer.allocate(0));
      } catch (IllegalStateException e) {
        throw new IOException("The session is closed", e);
      }
    }

    /// The container calls [Connection#closed] first and writes the close frame then.
    @Override
    public void close(CloseCode code) {
      closing = true;
      try {
        session.close(new CloseReason(CloseCodes.getCloseCode(code.wire()), code.reason()));
      } catch (IOException | IllegalStateException e) {
        LOG.log(Level.DEBUG, "Closing " + id + " failed: the client has disconnected", e);
      } finally {
        registry.remove(Connection.this);
      }
    }
  }
}

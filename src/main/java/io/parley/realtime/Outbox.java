package io.parley.realtime;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;

/// What one connection has still to be sent: bounded, and drained by one writer.
///
/// Where nothing waits and the transport can take a frame at once, it goes out on the thread that
/// brought it, which never waits for a reader. All else is queued for the writer, a virtual thread
/// that lives only while there is something to send, so that a connection which keeps up has none.
/// Its sends block and have no timeout of their own: [#check] ends those that take too long.
///
/// A reader that is *behind* (over the soft limit) loses its live events, also those already
/// queued, and keeps the durable ones; once it has taken these, its owner is asked for a fresh
/// state. One that is *hopeless* (over the hard limit, or behind for too long) is closed with
/// [CloseCode#TOO_SLOW] and told so to come back.
final class Outbox {
  private static final Logger LOG = System.getLogger(Outbox.class.getName());

  /// A large frame may take longer than the send timeout, but no longer than at this rate.
  static final int MIN_BYTES_PER_SECOND = 64 * 1024;

  /// Larger frames are the writer's: the bringer has others to serve.
  private static final int MOST_BYTES_AT_ONCE = 16 * 1024;

  private static final long NEVER = Long.MIN_VALUE;

  private enum State {
    OPEN,
    FINISHING,
    CLOSED
  }

  private final Transport transport;
  private final RealtimeConfig config;
  private final Executor threads;
  private final Scheduler time;
  private final Counters counters;
  private final Runnable onCaughtUp;

  /// Its monitor guards all that follows.
  private final Backlog queue = new Backlog();

  private boolean writing;
  private boolean halfSent;
  private State state = State.OPEN;
  private CloseCode closeCode = CloseCode.GOING_AWAY;
  private long finishBy;
  private boolean behind;
  private boolean askedForState;
  private long behindSince;
  private long sendBy = NEVER;

  /// @param onCaughtUp asks for a new state after live events were left out; called by the writer
  Outbox(
      Transport transport,
      RealtimeConfig config,
      Executor threads,
      Scheduler time,
      Counters counters,
      Runnable onCaughtUp) {
    this.transport = transport;
    this.config = config;
    this.threads = threads;
    this.time = time;
    this.counters = counters;
    this.onCaughtUp = onCaughtUp;
  }

  /// Queues what is meant for this connection alone.
  void offer(Outgoing frame) {
    synchronized (queue) {
      if (state == State.OPEN) {
        add(frame);
      }
    }
  }

  /// Queues a state that makes up for all that was left out.
  void start(Frame frame) {
    synchronized (queue) {
      if (state == State.OPEN) {
        behind = false;
        askedForState = false;
        add(frame);
      }
    }
  }

  /// @return whether nothing was waiting before
  boolean deliver(Batch batch) {
    synchronized (queue) {
      if (state != State.OPEN) {
        return true;
      }
      boolean idle = !writing;
      if (!behind && queue.exceeds(config.softFrames(), config.softBytes(), batch)) {
        fallBehind();
      }
      Batch wanted = behind ? withoutLive(batch) : batch;
      if (!wanted.isEmpty()) {
        add(wanted);
      }
      return idle;
    }
  }

  /// Sends what is queued, then closes.
  void finish(CloseCode code) {
    synchronized (queue) {
      if (state == State.OPEN) {
        state = State.FINISHING;
        closeCode = code;
        finishBy = time.nanoTime() + config.sendTimeout().toNanos();
        wakeWriter();
      }
    }
  }

  /// As [#finish], but on this thread where nothing is left to send.
  void finishHere(CloseCode code) {
    synchronized (queue) {
      if (state != State.OPEN || writing || halfSent) {
        finish(code);
        return;
      }
      state = State.CLOSED;
    }
    transport.close(code);
  }

  /// Closes at once; what is queued is lost.
  void abort(CloseCode code) {
    synchronized (queue) {
      if (state != State.CLOSED) {
        state = State.CLOSED;
        queue.clear();
        threads.execute(() -> transport.close(code));
      }
    }
  }

  /// Closes a reader that can no longer be served, and counts it.
  void giveUp() {
    synchronized (queue) {
      if (state != State.CLOSED) {
        counters.tooSlow();
        abort(CloseCode.TOO_SLOW);
      }
    }
  }

  /// The other side has gone: nothing is left to send or to close.
  void discard() {
    synchronized (queue) {
      state = State.CLOSED;
      queue.clear();
    }
  }

  /// To be called from time to time, by the watchdog: closes where something takes too long.
  void check() {
    synchronized (queue) {
      long now = time.nanoTime();
      boolean stalled = sendBy != NEVER && now - sendBy > 0;
      if (state == State.FINISHING && (stalled || now - finishBy > 0)) {
        abort(closeCode);
      } else if (state == State.OPEN
          && (stalled || (behind && now - behindSince > config.behindTimeout().toNanos()))) {
        giveUp();
      }
    }
  }

  /// Whether a writer is at work, or stuck in a send.
  boolean writing() {
    synchronized (queue) {
      return writing;
    }
  }

  private void add(Outgoing next) {
    if (!writing && sentAtOnce(next)) {
      return;
    }
    if (queue.exceeds(config.hardFrames(), config.hardBytes(), next)) {
      giveUp();
      return;
    }
    queue.add(next);
    wakeWriter();
  }

  /// Without a writer nothing is queued before it.
  private boolean sentAtOnce(Outgoing next) {
    if (next.bytes() > MOST_BYTES_AT_ONCE) {
      return false;
    }
    try {
      return switch (next) {
        case Frame frame -> attempted(frame.wire(), frame.bytes());
        case Batch batch -> {
          Optional<Frame> frame = transport.encode(batch);
          yield frame.isEmpty() || attempted(frame.get().wire(), frame.get().bytes());
        }
        case Outgoing.Ping ping -> attempted(ping.wire(), 0);
      };
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A send failed, the connection is given up", e);
      abort(CloseCode.GOING_AWAY);
      return true;
    }
  }

  private boolean attempted(ByteBuffer wire, int bytes) throws IOException {
    switch (transport.attempt(wire)) {
      case NOTHING -> {
        return false;
      }
      case BEGUN -> {
        halfSent = true;
        wakeWriter();
      }
      case SENT -> {}
    }
    if (bytes > 0) {
      counters.sent(bytes);
    }
    return true;
  }

  private void fallBehind() {
    behind = true;
    behindSince = time.nanoTime();
    queue.replaceBatches(this::withoutLive);
  }

  private Batch withoutLive(Batch batch) {
    counters.leftOut(batch.liveCount());
    return batch.durable();
  }

  private void wakeWriter() {
    if (!writing) {
      writing = true;
      threads.execute(this::write);
    }
  }

  private void write() {
    try {
      while (true) {
        switch (next()) {
          case Step.Finish() -> transport.finish();
          case Step.Send(Outgoing what) -> send(what);
          case Step.AskForState() -> onCaughtUp.run();
          case Step.Close(CloseCode code) -> {
            transport.close(code);
            return;
          }
          case Step.Rest() -> {
            return;
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A send failed, the connection is given up", e);
      end();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A send failed, the connection is given up", e);
      end();
    }
  }

  private void end() {
    abort(CloseCode.GOING_AWAY);
    synchronized (queue) {
      writing = false;
      sendBy = NEVER;
    }
  }

  /// What the writer does next.
  private sealed interface Step {
    record Finish() implements Step {}

    record Send(Outgoing what) implements Step {}

    record AskForState() implements Step {}

    record Close(CloseCode code) implements Step {}

    record Rest() implements Step {}
  }

  private Step next() {
    synchronized (queue) {
      sendBy = NEVER;
      if (halfSent) {
        halfSent = false;
        sendBy = deadline(MOST_BYTES_AT_ONCE);
        return new Step.Finish();
      }
      Optional<Outgoing> first = queue.poll();
      if (first.isPresent()) {
        sendBy = deadline(first.get().bytes());
        return new Step.Send(first.get());
      }
      if (state == State.OPEN && behind && !askedForState) {
        askedForState = true;
        return new Step.AskForState();
      }
      writing = false;
      if (state == State.FINISHING) {
        state = State.CLOSED;
        return new Step.Close(closeCode);
      }
      return new Step.Rest();
    }
  }

  private long deadline(int bytes) {
    return time.nanoTime()
        + config.sendTimeout().toNanos()
        + bytes * 1_000_000_000L / MIN_BYTES_PER_SECOND;
  }

  private void send(Outgoing what) throws IOException {
    switch (what) {
      case Frame frame -> sendText(frame);
      case Batch batch -> {
        var encoded = transport.encode(batch);
        if (encoded.isPresent()) {
          sendText(encoded.get());
        }
      }
      case Outgoing.Ping _ -> transport.ping();
    }
  }

  private void sendText(Frame frame) throws IOException {
    transport.send(frame);
    counters.sent(frame.bytes());
  }
}

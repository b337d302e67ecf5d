package io.parley.realtime;

import io.parley.realtime.OutboxWriter.Step;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;

/// What one connection has still to be sent: bounded, and drained by one writer.
///
/// Where nothing waits and the transport can take a frame at once, it goes out on the thread that
/// brought it, which never waits for a reader. All else is queued for the [OutboxWriter], on a
/// virtual thread that lives only while there is something to send, so that a connection which
/// keeps up has none. Its sends block and have no timeout of their own: [#check] ends those that
/// take too long.
///
/// A reader that is *behind* (over the soft limit) loses its live events and its audio, also those
/// already queued, and keeps the durable ones; once it has taken these, its owner is asked for a
/// fresh state. One that is *hopeless* (over the hard limit, or behind for too long) is closed with
/// [CloseCode#TOO_SLOW] and told so to come back. Audio has a limit of its own, beyond which it
/// alone is left out: it puts nobody behind, and takes no room from anything else.
final class Outbox {
  private static final Logger LOG = System.getLogger(Outbox.class.getName());

  /// A large frame may take longer than the send timeout, but no longer than at this rate.
  static final int MIN_BYTES_PER_SECOND = 64 * 1024;

  /// Maximum audio that waits: five seconds of 16-bit samples at 24 kHz.
  static final int MOST_AUDIO_BYTES = 256 * 1024;

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
  private final RealtimeMeter meter;
  private final OutboxWriter writer;

  /// Its monitor guards all that follows.
  private final Backlog queue = new Backlog();

  private final Lag lag = new Lag();
  private boolean writing;
  private boolean halfSent;
  private State state = State.OPEN;
  private CloseCode closeCode = CloseCode.GOING_AWAY;
  private long finishBy;
  private long sendBy = NEVER;

  /// @param onCaughtUp asks for a new state after live events were left out; called by the writer
  Outbox(
      Transport transport,
      RealtimeConfig config,
      Executor threads,
      Scheduler time,
      RealtimeMeter meter,
      Runnable onCaughtUp) {
    this.transport = transport;
    this.config = config;
    this.threads = threads;
    this.time = time;
    this.meter = meter;
    this.writer = new OutboxWriter(transport, meter, onCaughtUp, this::next, this::end);
  }

  /// Queues what is meant for this connection alone.
  void offer(Outgoing frame) {
    synchronized (queue) {
      if (state == State.OPEN) {
        add(frame);
      }
    }
  }

  /// Queues speech, after all that was offered before.
  ///
  /// @return false if it is left out: dropped already, more than may wait, or for a reader that is
  ///   behind or gone
  boolean offerAudio(Audio audio) {
    synchronized (queue) {
      if (state != State.OPEN || lag.isBehind() || queue.refuses(audio, MOST_AUDIO_BYTES)) {
        return false;
      }
      add(audio);
      return state == State.OPEN;
    }
  }

  /// Removes the audio of this generation and of those before it, and leaves out what still comes
  /// of them. A piece that the writer has in hand may still go, before anything offered after this.
  void dropAudio(int upTo) {
    synchronized (queue) {
      queue.dropAudio(upTo);
    }
  }

  /// Queues a state that makes up for all that was left out.
  void start(Frame frame) {
    synchronized (queue) {
      if (state == State.OPEN) {
        lag.end();
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
      if (!lag.isBehind() && queue.exceeds(config.softFrames(), config.softBytes(), batch)) {
        lag.begin(time.nanoTime());
        queue.reduce(this::withoutLive);
      }
      Batch wanted = lag.isBehind() ? withoutLive(batch) : batch;
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
        meter.tooSlow();
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
      } else if (state == State.OPEN && (stalled || lag.exceeds(config.behindTimeout(), now))) {
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
    if (!(next instanceof Audio) && queue.exceeds(config.hardFrames(), config.hardBytes(), next)) {
      giveUp();
      return;
    }
    queue.add(next);
    wakeWriter();
  }

  /// Without a writer nothing is queued before it.
  private boolean sentAtOnce(Outgoing next) {
    try {
      return switch (writer.attempt(next)) {
        case NOTHING -> false;
        case SENT -> true;
        case BEGUN -> {
          halfSent = true;
          wakeWriter();
          yield true;
        }
      };
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A send failed, the connection is closed", e);
      abort(CloseCode.GOING_AWAY);
      return true;
    }
  }

  private Batch withoutLive(Batch batch) {
    meter.leftOut(batch.liveCount());
    return batch.durable();
  }

  private void wakeWriter() {
    if (!writing) {
      writing = true;
      threads.execute(writer);
    }
  }

  /// What the writer does next, and until when it may.
  private Step next() {
    synchronized (queue) {
      sendBy = NEVER;
      if (halfSent) {
        halfSent = false;
        sendBy = deadline(OutboxWriter.MOST_BYTES_AT_ONCE);
        return new Step.Finish();
      }
      Optional<Outgoing> first = queue.poll();
      if (first.isPresent()) {
        sendBy = deadline(first.get().bytes());
        return new Step.Send(first.get());
      }
      if (state == State.OPEN && lag.askForState()) {
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

  /// A send has failed: nothing more is sent.
  private void end() {
    abort(CloseCode.GOING_AWAY);
    synchronized (queue) {
      writing = false;
      sendBy = NEVER;
    }
  }
}

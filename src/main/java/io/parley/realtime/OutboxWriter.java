package io.parley.realtime;

import io.parley.liberty.DirectLine;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;

/// Puts what an [Outbox] lets out on the transport, and counts it: small frames on the thread that
/// brings them where the transport can take them at once, all else on a thread of its own, step by
/// step, as long as the outbox has steps.
final class OutboxWriter implements Runnable {
  private static final Logger LOG = System.getLogger(OutboxWriter.class.getName());

  /// Larger frames are not for the bringer's thread: it has others to serve.
  static final int MOST_BYTES_AT_ONCE = 16 * 1024;

  /// What the writer does next.
  sealed interface Step {
    /// Sends the rest of what an attempt has only begun.
    record Finish() implements Step {}

    record Send(Outgoing what) implements Step {}

    record AskForState() implements Step {}

    record Close(CloseCode code) implements Step {}

    record Rest() implements Step {}
  }

  private final Transport transport;
  private final RealtimeMeter meter;
  private final Runnable onCaughtUp;
  private final Supplier<Step> steps;
  private final Runnable onFailure;

  /// @param onCaughtUp does [Step.AskForState]
  /// @param steps asked for the next step after each; after [Step.Close] and [Step.Rest] no more
  /// @param onFailure called when a send has failed, which ends the run
  OutboxWriter(
      Transport transport,
      RealtimeMeter meter,
      Runnable onCaughtUp,
      Supplier<Step> steps,
      Runnable onFailure) {
    this.transport = transport;
    this.meter = meter;
    this.onCaughtUp = onCaughtUp;
    this.steps = steps;
    this.onFailure = onFailure;
  }

  /// Sends this without waiting, as far as that is possible. Only while no run is in progress.
  DirectLine.Attempt attempt(Outgoing next) throws IOException {
    if (next.bytes() > MOST_BYTES_AT_ONCE) {
      return DirectLine.Attempt.NOTHING;
    }
    return switch (next) {
      case Frame frame -> attempt(frame);
      case Batch batch -> {
        Optional<Frame> frame = transport.encode(batch);
        yield frame.isEmpty() ? DirectLine.Attempt.SENT : attempt(frame.get());
      }
      case Audio audio -> counted(transport.attempt(audio.wire()), audio);
      case Outgoing.Ping ping -> transport.attempt(ping.wire());
    };
  }

  private DirectLine.Attempt attempt(Frame frame) throws IOException {
    return counted(transport.attempt(frame.wire()), frame);
  }

  private DirectLine.Attempt counted(DirectLine.Attempt attempt, Outgoing what) {
    if (attempt != DirectLine.Attempt.NOTHING && what.bytes() > 0) {
      meter.sent(what.bytes());
    }
    return attempt;
  }

  @Override
  public void run() {
    try {
      while (true) {
        switch (steps.get()) {
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
      LOG.log(Level.DEBUG, "A send failed, the connection is closed", e);
      onFailure.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A send failed, the connection is closed", e);
      onFailure.run();
    }
  }

  private void send(Outgoing what) throws IOException {
    switch (what) {
      case Frame frame -> send(frame);
      case Batch batch -> {
        Optional<Frame> frame = transport.encode(batch);
        if (frame.isPresent()) {
          send(frame.get());
        }
      }
      case Audio audio -> {
        transport.send(audio);
        meter.sent(audio.bytes());
      }
      case Outgoing.Ping _ -> transport.ping();
    }
  }

  private void send(Frame frame) throws IOException {
    long began = System.nanoTime();
    transport.send(frame);
    meter.written(System.nanoTime() - began);
    meter.sent(frame.bytes());
  }
}

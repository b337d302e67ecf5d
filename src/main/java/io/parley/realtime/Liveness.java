package io.parley.realtime;

import java.time.Duration;

/// Whether the other side still listens.
///
/// A reader that has stopped is noticed late by blocked sends: the kernels on both sides take
/// megabytes first. So it is pinged soon after more than a little was sent to it, and its pong,
/// which waits behind all of that, shows how far it really is. A ping and its pong cost as much as
/// a keystroke that is read and shown.
///
/// Each field is written by one thread: what was sent by the writer, what was asked by the
/// watchdog, what was heard by the container's reading thread.
final class Liveness {

  /// So little may stay unconfirmed until the idle timeout: it costs nobody anything.
  static final int NEGLIGIBLE_BYTES = 16 * 1024;

  /// More than this is confirmed soon; less can wait for the ping that an idle connection gets.
  static final int WORTH_ASKING_BYTES = 2 * 1024;

  /// What is to be done about a connection.
  enum Verdict {
    FINE,
    PING,
    /// Nothing came from it for the idle timeout.
    SILENT,
    /// It does not read what it is sent.
    NOT_READING
  }

  private final RealtimeConfig config;
  private volatile long sent;
  private volatile long sentAtPing;
  private volatile long confirmed;
  private volatile long heardAt;
  private volatile long pongAt;
  private volatile long pingAt;

  Liveness(RealtimeConfig config, long now) {
    this.config = config;
    this.heardAt = now;
    this.pongAt = now;
    this.pingAt = now;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the one writer changes it
  void sent(int bytes) {
    sent += bytes;
  }

  void heard(long now) {
    heardAt = now;
  }

  void pong(long now) {
    confirmed = sentAtPing;
    pongAt = now;
    heardAt = now;
  }

  Verdict check(long now) {
    if (now - heardAt > config.idleTimeout().toNanos()) {
      return Verdict.SILENT;
    }
    boolean answered = pongAt - pingAt >= 0;
    boolean muchUnconfirmed = sent - confirmed > NEGLIGIBLE_BYTES;
    long asked = sentAtPing - confirmed;
    if (!answered && muchUnconfirmed && now - pingAt > allowed(asked)) {
      return Verdict.NOT_READING;
    }
    Duration pause =
        sent - confirmed > WORTH_ASKING_BYTES
            ? config.pingInterval()
            : config.idleTimeout().dividedBy(3);
    boolean mayAsk = answered || asked == 0;
    if (mayAsk && now - pingAt > pause.toNanos()) {
      sentAtPing = sent;
      pingAt = now;
      return Verdict.PING;
    }
    return Verdict.FINE;
  }

  private long allowed(long bytes) {
    return config.pongTimeout().toNanos() + bytes * 1_000_000_000L / Outbox.MIN_BYTES_PER_SECOND;
  }
}

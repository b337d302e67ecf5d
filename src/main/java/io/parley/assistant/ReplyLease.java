package io.parley.assistant;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// This node's right to make one reply, from its claim until it has ended, is released or is lost
/// to another node. Safe for use by many threads.
final class ReplyLease {
  private final ReplyPlace reply;
  private final String token = UUID.randomUUID().toString();

  /// In the nanoseconds of [System#nanoTime], which continues while the process is paused.
  private long renewedAt;

  private long until;
  private boolean doubtful = true;
  private boolean lost;
  private int attempt;
  private @Nullable Runnable whenLost;

  ReplyLease(ReplyPlace reply, long now) {
    this.reply = reply;
    this.renewedAt = now;
    this.until = now;
  }

  ReplyPlace reply() {
    return reply;
  }

  /// Proves to the leases whose it is.
  String token() {
    return token;
  }

  /// The lease was claimed, or has never been anybody else's since it was.
  ///
  /// @param asked when the question was asked to which that is the answer
  synchronized void claimed(long asked, Duration term) {
    doubtful = false;
    renewed(asked, term);
  }

  /// The lease is ours now, whatever was before.
  synchronized void renewed(long asked, Duration term) {
    renewedAt = asked;
    until = asked + term.toNanos();
  }

  /// The lease was not ours all the time.
  synchronized void doubt() {
    doubtful = true;
  }

  /// Whether nobody else can have begun this reply since it was claimed.
  synchronized boolean isSure(long now) {
    return !lost && !doubtful && now - until < 0;
  }

  synchronized long renewedAt() {
    return renewedAt;
  }

  synchronized boolean isLost() {
    return lost;
  }

  synchronized int attempt() {
    return attempt;
  }

  /// From here on the loss of this lease is told.
  ///
  /// @param ended called once, at once if it is lost already; must not block
  void begin(int attempt, Runnable ended) {
    boolean already;
    synchronized (this) {
      this.attempt = attempt;
      this.whenLost = ended;
      already = lost;
    }
    if (already) {
      ended.run();
    }
  }

  /// Another node makes this reply, or is to.
  void lose() {
    Runnable ended;
    synchronized (this) {
      ended = lost ? null : whenLost;
      lost = true;
    }
    if (ended != null) {
      ended.run();
    }
  }
}

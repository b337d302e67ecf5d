package io.parley.llm;

import java.time.Duration;

/// How long one answer is waited for, as times in nanoseconds for a [Watchdog]: until its first
/// token, from one token to the next, and, once it is whole, for what little may follow. Comments
/// make that longer, within their own limit. For use by one thread.
final class Patience {
  /// After the finish reason: for the usage and `[DONE]`, which some servers never send.
  static final Duration GRACE = Duration.ofSeconds(2);

  private final Duration first;
  private final Duration next;
  private final Duration keepAlive;
  private boolean begun;
  private boolean whole;
  private long deadline;
  private long lastComment;

  Patience(Timeouts timeouts) {
    this(timeouts.firstToken(), timeouts.betweenTokens(), timeouts.keepAlive());
  }

  /// @param first from the request, which is now, to the first token
  /// @param next from there on, from one token to the next
  /// @param keepAlive how long comments alone can be waited on
  Patience(Duration first, Duration next, Duration keepAlive) {
    this.first = first;
    this.next = next;
    this.keepAlive = keepAlive;
    this.deadline = Watchdog.in(first);
    this.lastComment = Watchdog.in(keepAlive);
  }

  /// When the wait is over, if nothing comes.
  long deadline() {
    return deadline;
  }

  /// A comment came, or a part of something larger.
  ///
  /// @return when the wait is over now
  long alive() {
    if (!whole) {
      long longer = Watchdog.in(begun ? next : first);
      long bounded = longer - lastComment < 0 ? longer : lastComment;
      deadline = bounded - deadline > 0 ? bounded : deadline;
    }
    return deadline;
  }

  /// An event came. Until the first token, it makes the wait no longer.
  ///
  /// @param answering whether the model has begun to answer, if only to think
  /// @param finished whether the answer is whole
  void event(boolean answering, boolean finished) {
    begun |= answering;
    whole |= finished;
    if (whole) {
      deadline = Watchdog.in(GRACE);
    } else if (begun) {
      deadline = Watchdog.in(next);
      lastComment = Watchdog.in(keepAlive);
    }
  }
}

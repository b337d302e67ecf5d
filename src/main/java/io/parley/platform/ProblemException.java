package io.parley.platform;

import java.time.Duration;
import java.util.Optional;

/// A failure that the caller is told about: a stable code and a sentence. REST turns it into
/// `application/problem+json`, sockets into an `error` frame.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Problem problem;
  private final String detail;
  private final transient Optional<Duration> retryAfter;

  public ProblemException(Problem problem, String detail) {
    this(problem, detail, Optional.empty());
  }

  public ProblemException(Problem problem, String detail, Optional<Duration> retryAfter) {
    super(problem.code() + ": " + detail);
    this.problem = problem;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  public Problem problem() {
    return problem;
  }

  public String detail() {
    return detail;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /// How long a client has to wait, in a `Retry-After` header and in words. Both are rounded up, so
  /// that nobody comes back too early.
  public static final class Wait {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    /// Up to this many seconds or minutes, the smaller unit says it better.
    private static final int EASILY_READ = 120;

    private Wait() {}

    /// Whole seconds, at least 1.
    public static long seconds(Duration wait) {
      return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /// Such as `1 second`, `40 seconds`, `5 minutes`, `3 hours`.
    public static String words(Duration wait) {
      long seconds = seconds(wait);
      if (seconds <= EASILY_READ) {
        return counted(seconds, "second");
      }
      return seconds <= EASILY_READ * MINUTE
          ? counted(Math.ceilDiv(seconds, MINUTE), "minute")
          : counted(Math.ceilDiv(seconds, HOUR), "hour");
    }

    private static String counted(long number, String unit) {
      return "%,d %s%s".formatted(number, unit, number == 1 ? "" : "s");
    }
  }
}

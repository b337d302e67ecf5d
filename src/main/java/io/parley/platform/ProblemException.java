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
}

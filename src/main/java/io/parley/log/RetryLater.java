package io.parley.log;

/// Thrown by a handler whose means are unavailable for now (a database, a provider): it is to be
/// given the same again, after a while, and nothing else until then.
public final class RetryLater extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RetryLater(String why, Throwable cause) {
    super(why, cause);
  }
}

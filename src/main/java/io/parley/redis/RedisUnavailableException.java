package io.parley.redis;

/// Redis did not answer, or is known to be unavailable. Callers that can work without it do so.
public final class RedisUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RedisUnavailableException(String message) {
    super(message);
  }

  RedisUnavailableException(Throwable cause) {
    super("Redis does not answer", cause);
  }
}

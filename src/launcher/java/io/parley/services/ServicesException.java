package io.parley.services;

/// A server did not start or stop. The message is one sentence for the person at the terminal.
public final class ServicesException extends RuntimeException {
  public ServicesException(String message) {
    super(message);
  }

  public ServicesException(String message, Throwable cause) {
    super(message, cause);
  }
}

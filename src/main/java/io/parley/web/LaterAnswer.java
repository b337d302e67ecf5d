package io.parley.web;

import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;

/// Requests whose answer comes after the thread that handled them has returned.
final class LaterAnswer {
  private static final System.Logger LOG = System.getLogger(LaterAnswer.class.getName());

  private LaterAnswer() {}

  /// Whether the answer comes later; then the listener gets its end.
  static boolean follows(ServletRequest request, AsyncListener listener) {
    try {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(listener);
        return true;
      }
    } catch (IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "the response ended before a listener was set", e);
    }
    return false;
  }
}

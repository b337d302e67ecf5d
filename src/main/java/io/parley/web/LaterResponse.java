package io.parley.web;

import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;

/// Requests whose response ends after the thread that handled them has returned.
final class LaterResponse {
  private static final System.Logger LOG = System.getLogger(LaterResponse.class.getName());

  private LaterResponse() {}

  /// Whether the response ends later; then the listener gets its end.
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

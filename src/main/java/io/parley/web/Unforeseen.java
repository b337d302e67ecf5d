package io.parley.web;

import io.parley.liberty.ClientConnection;
import io.parley.platform.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.stream.Stream;

/// What was thrown and nobody foresaw is logged and answered in our words. Liberty would do both in
/// its own, with what the client has sent.
final class Unforeseen {
  private static final System.Logger LOG = System.getLogger(Unforeseen.class.getName());
  private static final int MOST_CAUSES = 20;

  private Unforeseen() {}

  /// What a servlet or a page has refused, which is foreseen: a parameter that cannot be decoded is
  /// found where it is first asked for.
  static Optional<ProblemException> refusal(Throwable failure) {
    return causes(failure)
        .filter(ProblemException.class::isInstance)
        .map(ProblemException.class::cast)
        .findFirst();
  }

  static void answer(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // a body has arrived by now: a client that leaves is noticed when its answer is written
    boolean left = response.isCommitted() && isConnection(failure);
    LOG.log(
        left ? Level.DEBUG : Level.ERROR,
        "no response to a request of the route " + Route.of(request).wire(),
        failure);
    if (response.isCommitted()) {
      ClientConnection.of(request).cut();
    } else {
      response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
  }

  /// Whether the client has left: that is no fault, and nobody is there to be told.
  private static boolean isConnection(Throwable failure) {
    return causes(failure)
        .anyMatch(it -> it instanceof IOException && !(it instanceof FileNotFoundException));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(MOST_CAUSES);
  }
}

package io.parley.web;

import io.parley.platform.ProblemMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Optional;

/// Errors in our words. Liberty's own pages name its classes and repeat the address.
final class OwnErrors extends HttpServletResponseWrapper {
  /// Marks a request whose sender is known: a page that does not exist is shown with their sidebar.
  static final String IN_SHELL = OwnErrors.class.getName();

  private static final String MISSING = "/not-found.xhtml";

  private final HttpServletRequest request;
  private final Assets assets;

  OwnErrors(HttpServletRequest request, HttpServletResponse response, Assets assets) {
    super(response);
    this.request = request;
    this.assets = assets;
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    sendError(status);
  }

  @Override
  public void sendError(int status) throws IOException {
    resetBuffer();
    if (Bodies.isAnnounced(request) && request.getAttribute(RequestFilter.ANSWER) == null) {
      // a body that nobody reads ends with its connection
      setHeader("Connection", "close");
    }
    if (status == SC_NOT_FOUND && isForShell()) {
      setStatus(status);
      setHeader("Cache-Control", "no-store");
      try {
        request.getRequestDispatcher(MISSING).forward(request, this);
      } catch (ServletException e) {
        throw new IOException("the page of a missing address failed", e);
      }
      return;
    }
    Optional<byte[]> page =
        RequestKind.isForPeople(request) ? assets.errorPage(status) : Optional.empty();
    if (page.isEmpty()) {
      Refusal.send(ProblemMapper.Body.of(status, request.getRequestURI()), this);
      return;
    }
    setStatus(status);
    setHeader("Cache-Control", "no-store");
    setContentType("text/html;charset=UTF-8");
    Refusal.write(page.get(), this);
  }

  private boolean isForShell() {
    if (request.getAttribute(IN_SHELL) == null || isCommitted()) {
      return false;
    }
    request.removeAttribute(IN_SHELL); // should the page itself fail, the plain one is shown
    return true;
  }
}

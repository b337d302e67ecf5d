package io.parley.web;

import io.parley.platform.ProblemMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Optional;

/// Errors in our words. Liberty's own pages name its classes and repeat the address.
final class OwnErrors extends HttpServletResponseWrapper {
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
    if (Bodies.isAnnounced(request) && request.getAttribute(FrontDoor.ANSWER) == null) {
      // a body that nobody reads ends with its connection
      setHeader("Connection", "close");
    }
    Optional<byte[]> page = Area.isForPeople(request) ? assets.errorPage(status) : Optional.empty();
    if (page.isEmpty()) {
      Refusal.send(ProblemMapper.Body.of(status, request.getRequestURI()), this);
      return;
    }
    setStatus(status);
    setHeader("Cache-Control", "no-store");
    setContentType("text/html;charset=UTF-8");
    Refusal.write(page.get(), this);
  }
}

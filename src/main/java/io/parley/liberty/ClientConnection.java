package io.parley.liberty;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/// The connection that a request came by, for what servlets have no word for: to break a response
/// off so that its reader sees it, and to send what is written. [DisconnectDetector] notices a
/// client that has disconnected.
///
/// Liberty ends every response properly, whatever is thrown. So this goes through Liberty's own
/// classes, by reflection (decision 0042). Where that does not work, the log has a warning, and a
/// response that is broken off ends properly. To be used while the response is in progress:
/// afterwards the connection serves another request.
public final class ClientConnection {
  private static final Logger LOG = System.getLogger(ClientConnection.class.getName());
  private static final String REQUEST = ClientConnection.class.getName() + ".request";
  private static final String RESPONSE = ClientConnection.class.getName() + ".response";
  private static final List<String> WAY =
      List.of(
          "getIRequest",
          "getHttpInboundConnection",
          "getTCPConnectionContext",
          "getSocketIOChannel",
          "getSocket");

  private final Optional<Socket> socket;
  private final ServletResponse response;

  private ClientConnection(Optional<Socket> socket, ServletResponse response) {
    this.socket = socket;
    this.response = response;
  }

  /// Keeps the server's own request and response for those who get wrapped ones.
  public static void remember(HttpServletRequest request, HttpServletResponse response) {
    request.setAttribute(REQUEST, request);
    request.setAttribute(RESPONSE, response);
  }

  /// To be called on the request's thread.
  public static ClientConnection of(HttpServletRequest request) {
    return new ClientConnection(
        socket(request.getAttribute(REQUEST)), (ServletResponse) request.getAttribute(RESPONSE));
  }

  /// Sends what has been written. Flushing the response's stream does not: before the first byte
  /// has been sent, Liberty keeps it.
  ///
  /// @throws IOException if the client has left
  public void flush() throws IOException {
    response.flushBuffer();
  }

  /// Ends the connection at once, in the middle of whatever was being sent.
  public void cut() {
    try {
      if (socket.isPresent()) {
        // The response's end can then not be written; what was written before still arrives.
        socket.get().shutdownOutput();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The connection was closed already", e);
    }
  }

  private static Optional<Socket> socket(Object request) {
    try {
      Object at = request;
      for (String step : WAY) {
        Method method = at.getClass().getMethod(step);
        method.setAccessible(true);
        at = method.invoke(at);
      }
      return Optional.of((Socket) at);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.WARNING, "A client's connection cannot be reached through Liberty", e);
      return Optional.empty();
    }
  }
}

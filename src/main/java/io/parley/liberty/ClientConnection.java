package io.parley.liberty;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The connection that a request came by, for what servlets have no word for: to break a response
/// off so that its reader sees it, to send what is written, and to notice a reader who has left
/// while there is nothing to write.
///
/// Liberty ends every response properly, whatever is thrown, and keeps a client's leaving to
/// itself. So this goes through Liberty's own classes, by reflection (decision 0042). Where that
/// does not work, it says so in the log, and nobody leaves. To be used while the response is under
/// way: afterwards the connection serves another request.
public final class ClientConnection {
  private static final Logger LOG = Logger.getLogger(ClientConnection.class.getName());
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
  private final ByteBuffer unexpected = ByteBuffer.allocate(1);
  private boolean gone;

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
      LOG.log(Level.FINE, "The connection was gone already", e);
    }
  }

  /// Whether the client has left. A client that sends its next request before it has read the
  /// answer to this one loses it, and its connection: nobody's HTTP client does that.
  public synchronized boolean gone() {
    try {
      SocketChannel channel = socket.map(Socket::getChannel).orElse(null);
      if (gone || channel == null || channel.isBlocking()) {
        return gone;
      }
      int read = channel.read(unexpected.clear());
      if (read > 0) {
        cut();
      }
      gone = read != 0;
    } catch (IOException e) {
      LOG.log(Level.FINE, "The client has left", e);
      gone = true;
    }
    return gone;
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
      LOG.log(Level.WARNING, "A client's connection is out of reach", e);
      return Optional.empty();
    }
  }
}

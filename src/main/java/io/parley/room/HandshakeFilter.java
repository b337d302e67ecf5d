package io.parley.room;

import io.parley.http.Origins;
import io.parley.http.Proxies;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.web.Address;
import io.parley.web.Refusal;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.stream.Stream;

/// Refuses a socket before it is one, while there is still a status to say why.
@WebFilter(urlPatterns = "/ws/rooms/*", asyncSupported = true)
public class HandshakeFilter extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final String PREFIX = "/ws/rooms/";

  @Inject transient Rooms rooms;
  @Inject transient Origins origins;
  @Inject transient Proxies proxies;
  @Inject transient Identities identities;
  @Inject transient RateLimits rateLimits;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Caller caller;
    try {
      caller = check(request);
    } catch (ProblemException refusal) {
      Refusal.send(refusal, request, response);
      return;
    }
    RoomSocket.Handshake.by(caller, () -> chain.doFilter(request, response));
  }

  private Caller check(HttpServletRequest request) {
    RateLimits.require(rateLimits.socket(proxies.client(request)));
    rooms.require(Address.of(request).substring(PREFIX.length()));
    if (!origins.permitSocket(request)) {
      throw Problem.FORBIDDEN.because(
          "Cross-origin request refused: the Origin is not in parley.http.allowed-origins.");
    }
    Caller caller = identities.require(request);
    boolean speaks =
        Collections.list(request.getHeaders("Sec-WebSocket-Protocol")).stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::strip)
            .anyMatch(RoomSocket.SUBPROTOCOL::equals);
    if (!speaks) {
      throw Problem.INVALID_REQUEST.because("Request the WebSocket subprotocol parley.v1.");
    }
    return caller;
  }
}

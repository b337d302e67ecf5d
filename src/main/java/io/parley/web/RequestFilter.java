package io.parley.web;

import io.parley.http.Origins;
import io.parley.http.Proxies;
import io.parley.identity.Identities;
import io.parley.liberty.ClientConnection;
import io.parley.node.Drain;
import io.parley.node.Role;
import io.parley.node.Roles;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Every request passes here, in this order: host, form, caches, origin, guest, body. One filter
/// and not three, because the order of annotated filters is nobody's promise. Mapped in web.xml, so
/// that it is the first of all but the one that measures ([RequestTimes]). A request with a body
/// passes twice: the second time, its body is there.
public class RequestFilter extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final Duration SOON = Duration.ofSeconds(1);

  /// Where a request that waits for its body finds the response that was made for it.
  static final String ANSWER = RequestFilter.class.getName() + ".answer";

  private final Hosts hosts;
  private final PublicAddress address;
  private final Origins origins;
  private final Proxies proxies;
  private final Identities identities;
  private final GuestArrival arrival;
  private final Provider<Assets> assets;
  private final Bodies bodies;
  private final Roles roles;
  private final Drain drain;

  /// @param assets made at the first request: CDI has no `ServletContext` before
  @Inject
  RequestFilter(
      Hosts hosts,
      PublicAddress address,
      Origins origins,
      Proxies proxies,
      Identities identities,
      GuestArrival arrival,
      Provider<Assets> assets,
      Bodies bodies,
      Roles roles,
      Drain drain) {
    this.hosts = hosts;
    this.address = address;
    this.origins = origins;
    this.proxies = proxies;
    this.identities = identities;
    this.arrival = arrival;
    this.assets = assets;
    this.bodies = bodies;
    this.roles = roles;
    this.drain = drain;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(ANSWER) instanceof HttpServletResponse answer) {
      pass(request, answer, chain);
      return;
    }
    SecurityHeaders.set(response, address.isSecure(request));
    if (!isForThisNode(request, response)) {
      return;
    }
    ClientConnection.remember(request, response);
    HttpServletResponse own = new OwnErrors(request, response, assets.get());
    Optional<HttpServletResponse> open = new Caching(assets.get().version()).apply(request, own);
    if (open.isEmpty()) {
      return;
    }
    HttpServletResponse answer = open.get();
    if (hasTarget(request, answer) && mayComeIn(request, answer)) {
      // the container makes a socket of its own response alone
      pass(request, RequestKind.of(request) == RequestKind.SOCKET ? response : answer, chain);
    }
  }

  /// Whether the request is well formed, and for a host and a role that this node has; otherwise it
  /// has been refused.
  private boolean isForThisNode(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      checkHost(request);
      Malformed.refuse(request);
      checkRole(request);
      return true;
    } catch (ProblemException refusal) {
      refuse(refusal, request, response);
      return false;
    }
  }

  /// Whether there is something at its path that takes its method; otherwise that has been
  /// answered.
  private boolean hasTarget(HttpServletRequest request, HttpServletResponse answer)
      throws IOException {
    if (isMissing(request)) {
      if (RequestKind.of(request) == RequestKind.NOWHERE
          && wantsPage(request)
          && !Address.isAmbiguous(request)) {
        welcome(request, answer);
      }
      answer.sendError(HttpServletResponse.SC_NOT_FOUND);
      return false;
    }
    if (RequestKind.isOtherMethod(request)) {
      answer.setHeader("Allow", "GET, HEAD, OPTIONS");
      answer.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return false;
    }
    return true;
  }

  /// Whether the request may go on at once; otherwise it has been refused, or waits for its body
  /// and comes again.
  private boolean mayComeIn(HttpServletRequest request, HttpServletResponse answer)
      throws IOException {
    try {
      checkAddress(request);
      Malformed.refuseHandshake(request);
      checkOrigin(request);
      if (RequestKind.of(request) == RequestKind.PAGE) {
        arrival.greet(request, answer);
      }
      if (!Bodies.isAnnounced(request)) {
        return true;
      }
      if (RequestKind.of(request) == RequestKind.SOCKET) {
        throw Problem.INVALID_REQUEST.because("A WebSocket handshake has no body.");
      }
      request.setAttribute(ANSWER, answer);
      bodies.receive(request, answer);
    } catch (ProblemException refusal) {
      refuse(refusal, request, answer);
    }
    return false;
  }

  /// The request is complete, and may come in.
  private void pass(HttpServletRequest request, HttpServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    try {
      Malformed.refuseParameters(request);
      if (RequestKind.of(request) == RequestKind.PAGE) {
        identities.settle(request);
        if (wantsPage(request)) {
          request.setAttribute(OwnErrors.IN_SHELL, true);
        }
      }
    } catch (ProblemException refusal) {
      refuse(refusal, request, answer);
      return;
    }
    try {
      if (RequestKind.isLong(request)) {
        LongRequest.handle(request, answer, chain, drain);
      } else if (Address.of(request).startsWith(Assets.VERSIONED)) {
        String file = assets.get().file(Address.of(request)).orElseThrow();
        request.getRequestDispatcher(file).forward(Caching.withoutDates(request), answer);
      } else {
        chain.doFilter(Caching.withoutDates(request), answer);
      }
    } catch (ServletException | RuntimeException failure) {
      Optional<ProblemException> refusal = Unforeseen.refusal(failure);
      if (refusal.isPresent() && !answer.isCommitted()) {
        refuse(refusal.get(), request, answer);
      } else {
        Unforeseen.answer(failure, request, answer);
      }
    }
  }

  /// Whoever follows a wrong link is shown where they are, if they may come in.
  private void welcome(HttpServletRequest request, HttpServletResponse answer) {
    try {
      checkAddress(request);
      Malformed.refuseParameters(request);
      arrival.greet(request, answer);
      identities.settle(request);
      request.setAttribute(OwnErrors.IN_SHELL, true);
    } catch (ProblemException refusal) {
      // the plain page is shown, which needs nobody
      return;
    }
  }

  private static boolean wantsPage(HttpServletRequest request) {
    String accepted = request.getHeader("Accept");
    return "GET".equals(request.getMethod()) && accepted != null && accepted.contains("text/html");
  }

  /// Looked for here and not by Liberty, which logs each path that it does not find.
  private boolean isMissing(HttpServletRequest request) {
    return (RequestKind.isNowhere(request) && !isServlets(request))
        || RequestKind.isTemplate(request)
        || (RequestKind.isForPeople(request) && Address.isAmbiguous(request))
        || (RequestKind.of(request) == RequestKind.ASSET
            && assets.get().file(Address.of(request)).isEmpty());
  }

  /// Whether a servlet asked for this very path. The application's own are in the areas; a test
  /// that runs in the container brings another.
  private static boolean isServlets(HttpServletRequest request) {
    return RequestKind.of(request) == RequestKind.NOWHERE
        && Optional.ofNullable(request.getHttpServletMapping())
            .map(HttpServletMapping::getMappingMatch)
            .filter(MappingMatch.EXACT::equals)
            .isPresent();
  }

  /// A body that nobody reads ends with its connection.
  private static void refuse(
      ProblemException refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Bodies.isAnnounced(request)) {
      response.setHeader("Connection", "close");
    }
    Refusal.send(refusal, request, response);
  }

  private void checkHost(HttpServletRequest request) {
    if (!proxies.hosts(request).stream().allMatch(hosts::accepts)) {
      throw Problem.MISDIRECTED.because(
          "The Host header does not name this server. Its operator can add the name to"
              + " parley.http.hosts.");
    }
  }

  /// This node serves nobody, or is about to end and takes nobody in who stays.
  private void checkRole(HttpServletRequest request) {
    if (RequestKind.of(request) == RequestKind.OPERATIONS) {
      return;
    }
    if (!roles.has(Role.EDGE) || (drain.hasBegun() && RequestKind.isLasting(request))) {
      throw Problem.UNAVAILABLE.because("This node cannot serve this request now.", SOON);
    }
  }

  private static void checkAddress(HttpServletRequest request) {
    if (Address.isAmbiguous(request)) {
      throw Problem.NOT_FOUND.because(
          "No resource exists at this path: it holds `;`, `\\`, a dot segment or an encoded form of"
              + " these. Send the plain path.");
    }
  }

  /// Where no cookie counts, another site's page can do no more than any program.
  private void checkOrigin(HttpServletRequest request) {
    if (RequestKind.of(request) != RequestKind.BEARER_API && !origins.permitWrite(request)) {
      throw Problem.FORBIDDEN.because(
          "Cross-origin request refused: the Origin is not in parley.http.allowed-origins.");
    }
  }
}

package io.parley.web;

import io.parley.identity.Budgets;
import io.parley.identity.GuestCookie;
import io.parley.identity.Guests;
import io.parley.identity.Identities;
import io.parley.identity.Origins;
import io.parley.identity.Proxies;
import io.parley.node.Drain;
import io.parley.node.Role;
import io.parley.node.Roles;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Every request passes here, in this order: headers, form, caches, origin, guest. One filter and
/// not three, because the order of annotated filters is nobody's promise. Mapped in web.xml, so
/// that it is the first of all but the one that measures ([RequestTimes]).
public class FrontDoor extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Origins origins;
  private final Proxies proxies;
  private final Identities identities;
  private final Guests guests;
  private final Budgets budgets;
  private final Assets assets;
  private final Roles roles;
  private final Drain drain;

  @Inject
  FrontDoor(
      Origins origins,
      Proxies proxies,
      Identities identities,
      Guests guests,
      Budgets budgets,
      Assets assets,
      Roles roles,
      Drain drain) {
    this.roles = roles;
    this.drain = drain;
    this.assets = assets;
    this.origins = origins;
    this.proxies = proxies;
    this.identities = identities;
    this.guests = guests;
    this.budgets = budgets;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    SecurityHeaders.set(response);
    try {
      Malformed.refuse(request);
    } catch (ProblemException refusal) {
      Refusal.send(refusal, request, response);
      return;
    }
    if (isElsewhere(request)) {
      Refusal.send(
          new ProblemException(
              Problem.UNAVAILABLE, "Another server is to be asked this.", Optional.of(SOON)),
          request,
          response);
      return;
    }
    ClientLine.remember(request, response);
    Optional<HttpServletResponse> open = new Caching(assets.getVersion()).apply(request, response);
    if (open.isEmpty()) {
      return;
    }
    HttpServletResponse answer = open.get();
    if (Area.isTemplate(request)) {
      answer.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    if (Area.isPatchOfNone(request)) {
      answer.setHeader("Allow", "GET, HEAD, OPTIONS");
      answer.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    try {
      checkOrigin(request);
      if (Area.of(request) == Area.PAGE) {
        greet(request, answer);
      }
    } catch (ProblemException refusal) {
      Refusal.send(refusal, request, answer);
      return;
    }
    if (Area.isLong(request)) {
      LongRequest.handle(request, answer, chain, drain);
    } else {
      chain.doFilter(Caching.withoutDates(request), answer);
    }
  }

  /// Whether this node serves nobody, or is about to end and takes nobody in who stays.
  private boolean isElsewhere(HttpServletRequest request) {
    return !roles.has(Role.EDGE) || (drain.hasBegun() && Area.isLasting(request));
  }

  /// Where no cookie counts, another site's page can do no more than any program.
  private void checkOrigin(HttpServletRequest request) {
    if (Area.of(request) != Area.BEARER_API && !origins.permitWrite(request)) {
      throw Problem.FORBIDDEN.because("This request comes from another site's page.");
    }
  }

  /// Gives a visitor who is nobody yet a name and a cookie, and renews a cookie that is old. A
  /// program that shows a token of its own is who the token says, and gets no cookie.
  private void greet(HttpServletRequest request, HttpServletResponse response) {
    if (Identities.bearer(request).isPresent()) {
      identities.require(request);
      return;
    }
    Optional<Guests.Recognised> known = identities.ofCookie(request);
    if (known.isPresent() && !known.get().stale()) {
      return;
    }
    if (known.isEmpty()) {
      Budgets.require(budgets.guest(proxies.client(request)));
    }
    String token =
        known
            .map(guest -> guests.token(guest.participant(), guest.epoch()))
            .orElseGet(() -> guests.token(guests.arrive()));
    response.addCookie(GuestCookie.of(token, proxies.isSecure(request)));
    identities.arrived(request, token);
  }
}

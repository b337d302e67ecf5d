package io.parley.identity;

import io.parley.http.Credentials;
import io.parley.http.Proxies;
import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who sent a request: the one answer for pages, REST calls and WebSocket handshakes.
///
/// A bearer token, when there is one, decides alone: one that is not good is not made good by a
/// cookie.
public final class Identities {
  private static final String ARRIVED = Identities.class.getName() + ".arrived";

  private final Guests guests;
  private final List<BearerTokens> others;
  private final Proxies proxies;
  private final boolean plainCookiesOverTls;
  private final OperatorToken operatorToken;

  /// @param others the kinds of bearer tokens beside guests'
  /// @param plainCookiesOverTls see [GuestCookie#names]
  Identities(
      Guests guests,
      List<BearerTokens> others,
      Proxies proxies,
      boolean plainCookiesOverTls,
      OperatorToken operatorToken) {
    this.guests = guests;
    this.others = List.copyOf(others);
    this.proxies = proxies;
    this.plainCookiesOverTls = plainCookiesOverTls;
    this.operatorToken = operatorToken;
  }

  public Optional<Caller> of(HttpServletRequest request) {
    if (request.getAttribute(ARRIVED) instanceof Caller arrived) {
      return Optional.of(arrived);
    }
    Optional<String> bearer = Credentials.bearer(request);
    if (bearer.isPresent()) {
      return bearer.flatMap(token -> holder(token, proxies.client(request)));
    }
    return ofCookie(request).map(guest -> byCookie(guest, request));
  }

  /// @throws io.parley.platform.ProblemException `unauthenticated` if the request names nobody
  public Caller require(HttpServletRequest request) {
    return of(request)
        .orElseThrow(() ->
            Problem.UNAUTHENTICATED.because(
                "Send a guest token from POST /api/guests, or an API key, as a bearer token."));
  }

  /// Lets nobody pass who may not do this, whatever proves that they may. The operator's token
  /// proves an authority and nobody's identity: it counts here alone.
  ///
  /// @throws io.parley.platform.ProblemException `unauthenticated` if the request proves nothing,
  ///   `forbidden` if it proves something else, `rate_limited` after too many wrong operator tokens
  ///   from its address
  public void require(HttpServletRequest request, Authority authority) {
    Optional<Caller> caller = of(request);
    if (caller.filter(known -> known.has(authority)).isPresent()) {
      return;
    }
    switch (authority) {
      case PARTICIPANT -> {
        var _ = require(request);
      }
      case OPERATOR -> {
        if (caller.isPresent() && Credentials.bearer(request).isPresent()) {
          throw OperatorToken.refusal(); // whoever is known by their token has not guessed one
        }
        operatorToken.require(request);
      }
    }
  }

  /// Makes somebody whose cookie is only on its way to the browser known to the rest of this
  /// request.
  ///
  /// @param token the cookie's
  public void arrived(HttpServletRequest request, String token) {
    guests
        .recognise(token)
        .map(guest -> byCookie(guest, request))
        .ifPresent(caller -> request.setAttribute(ARRIVED, caller));
  }

  /// Whoever calls now is who the rest of this request belongs to, even if their identity ends
  /// before its end: half a page cannot be taken back.
  ///
  /// @throws io.parley.platform.ProblemException as [#require]
  public void settle(HttpServletRequest request) {
    request.setAttribute(ARRIVED, require(request));
  }

  /// The guest of this request's cookie alone.
  public Optional<Guests.Recognised> ofCookie(HttpServletRequest request) {
    List<String> cookies =
        Collections.list(request.getHeaders("Cookie")).stream()
            .flatMap(header -> Stream.of(header.split(";")))
            .map(String::strip)
            .toList();
    boolean secure = proxies.isSecure(request);
    return GuestCookie.names(secure, plainCookiesOverTls).stream()
        .flatMap(name ->
            cookies.stream()
                .flatMap(pair -> value(pair, name).stream())
                .flatMap(token -> guests.recognise(token).stream())
                .map(guest -> GuestCookie.isPlain(name) && secure ? guest.outdated() : guest))
        .findFirst();
  }

  private Optional<Caller> holder(String token, String address) {
    return guests
        .recognise(token)
        .map(guest -> Caller.of(guest, Caller.Carrier.BEARER, address))
        .or(() -> others.stream().flatMap(kind -> kind.holder(token, address).stream()).findFirst())
        .filter(caller -> caller.has(Authority.PARTICIPANT));
  }

  private Caller byCookie(Guests.Recognised guest, HttpServletRequest request) {
    return Caller.of(guest, Caller.Carrier.COOKIE, proxies.client(request));
  }

  private static Optional<String> value(String pair, String name) {
    return pair.startsWith(name + "=")
        ? Optional.of(pair.substring(name.length() + 1))
        : Optional.empty();
  }
}

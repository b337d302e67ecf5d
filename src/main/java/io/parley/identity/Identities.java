package io.parley.identity;

import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Who sent a request: the one answer for pages, REST calls and WebSocket handshakes.
///
/// A bearer token, when there is one, decides alone: one that is not good is not made good by a
/// cookie.
public final class Identities {
  private static final String ARRIVED = Identities.class.getName() + ".arrived";
  private static final String BEARER = "bearer ";

  private final Guests guests;
  private final Function<String, Optional<ApiKey>> keys;
  private final Proxies proxies;
  private final boolean plainCookiesOverTls;

  /// @param keys the API key that a token is
  /// @param plainCookiesOverTls see [GuestCookie#names]
  public Identities(
      Guests guests,
      Function<String, Optional<ApiKey>> keys,
      Proxies proxies,
      boolean plainCookiesOverTls) {
    this.guests = guests;
    this.keys = keys;
    this.proxies = proxies;
    this.plainCookiesOverTls = plainCookiesOverTls;
  }

  public Optional<Caller> of(HttpServletRequest request) {
    if (request.getAttribute(ARRIVED) instanceof Caller arrived) {
      return Optional.of(arrived);
    }
    Optional<String> bearer = bearer(request);
    if (bearer.isPresent()) {
      return bearer.flatMap(token -> holder(token, proxies.client(request)));
    }
    return ofCookie(request).map(guest -> caller(guest, Caller.Carrier.COOKIE, request));
  }

  /// @throws io.parley.platform.ProblemException `unauthenticated` if the request names nobody
  public Caller require(HttpServletRequest request) {
    return of(request)
        .orElseThrow(() ->
            Problem.UNAUTHENTICATED.because(
                "Send a guest token from POST /api/guests, or an API key, as a bearer token."));
  }

  /// Makes somebody whose cookie is only on its way to the browser known to the rest of this
  /// request.
  ///
  /// @param token the cookie's
  public void arrived(HttpServletRequest request, String token) {
    guests
        .recognise(token)
        .map(guest -> caller(guest, Caller.Carrier.COOKIE, request))
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

  /// The token of an `Authorization: Bearer` header, whatever kind it is.
  public static Optional<String> bearer(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Authorization")).stream()
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip())
        .findFirst();
  }

  /// The API key of a request to `/v1`, in any of the headers that clients of such APIs send it in:
  /// `Authorization: Bearer`, which decides alone where it is there, `x-api-key`, or Azure's
  /// `api-key`. Elsewhere only the first counts.
  public static Optional<String> apiKey(HttpServletRequest request) {
    return bearer(request)
        .or(() -> header(request, "x-api-key"))
        .or(() -> header(request, "api-key"));
  }

  private static Optional<String> header(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getHeader(name))
        .map(String::strip)
        .filter(key -> !key.isEmpty());
  }

  private Optional<Caller> holder(String token, String address) {
    return guests
        .recognise(token)
        .map(guest -> new Caller(guest.participant(), guest.proof(Caller.Carrier.BEARER), address))
        .or(() ->
            keys.apply(token)
                .filter(key -> key.has(ApiKey.Scope.API))
                .map(key -> new Caller(key.participant(), new Caller.Proof.Key(key), address)));
  }

  private Caller caller(
      Guests.Recognised guest, Caller.Carrier carrier, HttpServletRequest request) {
    return new Caller(guest.participant(), guest.proof(carrier), proxies.client(request));
  }

  private static Optional<String> value(String pair, String name) {
    return pair.startsWith(name + "=")
        ? Optional.of(pair.substring(name.length() + 1))
        : Optional.empty();
  }
}

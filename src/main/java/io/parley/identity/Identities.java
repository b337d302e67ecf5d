package io.parley.identity;

import io.parley.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.server.HandshakeRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /// @param keys the API key that a token is
  public Identities(Guests guests, Function<String, Optional<ApiKey>> keys) {
    this.guests = guests;
    this.keys = keys;
  }

  public Optional<Caller> of(HttpServletRequest request) {
    if (request.getAttribute(ARRIVED) instanceof Caller arrived) {
      return Optional.of(arrived);
    }
    return of(headers(request, "Authorization"), headers(request, "Cookie"));
  }

  public Optional<Caller> of(HandshakeRequest handshake) {
    return of(headers(handshake, "Authorization"), headers(handshake, "Cookie"));
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
  public void arrived(HttpServletRequest request, Participant guest) {
    request.setAttribute(ARRIVED, new Caller(guest, Caller.Proof.COOKIE));
  }

  /// The guest of this request's cookie alone.
  public Optional<Guests.Recognised> ofCookie(HttpServletRequest request) {
    return ofCookies(headers(request, "Cookie"));
  }

  /// The token of an `Authorization: Bearer` header, whatever kind it is.
  public static Optional<String> bearer(HttpServletRequest request) {
    return bearer(headers(request, "Authorization"));
  }

  private Optional<Caller> of(List<String> authorizations, List<String> cookies) {
    Optional<String> bearer = bearer(authorizations);
    if (bearer.isPresent()) {
      return bearer
          .flatMap(this::holder)
          .map(participant -> new Caller(participant, Caller.Proof.BEARER));
    }
    return ofCookies(cookies).map(guest -> new Caller(guest.participant(), Caller.Proof.COOKIE));
  }

  private Optional<Participant> holder(String token) {
    return guests
        .recognise(token)
        .map(Guests.Recognised::participant)
        .or(() ->
            keys.apply(token).filter(key -> key.has(ApiKey.Scope.API)).map(ApiKey::participant));
  }

  /// Sibling hosts can set cookies of our name too: the first that is ours counts.
  private Optional<Guests.Recognised> ofCookies(List<String> cookies) {
    return cookies.stream()
        .flatMap(header -> Stream.of(header.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(GuestCookie.NAME + "="))
        .map(pair -> pair.substring(GuestCookie.NAME.length() + 1))
        .flatMap(token -> guests.recognise(token).stream())
        .findFirst();
  }

  private static Optional<String> bearer(List<String> authorizations) {
    return authorizations.stream()
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip())
        .findFirst();
  }

  private static List<String> headers(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  /// The map's keys are not promised to ignore case.
  private static List<String> headers(HandshakeRequest handshake, String name) {
    List<String> values = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : handshake.getHeaders().entrySet()) {
      if (name.equalsIgnoreCase(header.getKey())) {
        values.addAll(header.getValue());
      }
    }
    return values;
  }
}

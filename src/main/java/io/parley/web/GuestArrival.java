package io.parley.web;

import io.parley.http.Credentials;
import io.parley.http.Proxies;
import io.parley.identity.GuestCookie;
import io.parley.identity.Guests;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/// Makes a guest of whoever opens a page: the only place at which this server gives out identities
/// that nobody has asked for.
final class GuestArrival {
  private final Identities identities;
  private final Guests guests;
  private final RateLimits rateLimits;
  private final Proxies proxies;

  GuestArrival(Identities identities, Guests guests, RateLimits rateLimits, Proxies proxies) {
    this.identities = identities;
    this.guests = guests;
    this.rateLimits = rateLimits;
    this.proxies = proxies;
  }

  /// Gives a visitor who is nobody yet a name and a cookie, and renews a cookie that is old. A
  /// program that shows a token of its own is who the token says, and gets no cookie.
  ///
  /// @throws io.parley.platform.ProblemException `unauthorized` if the token is not valid,
  ///   `rate_limited` if too many guests arrive from this address
  void greet(HttpServletRequest request, HttpServletResponse response) {
    if (Credentials.bearer(request).isPresent()) {
      identities.require(request);
      return;
    }
    Optional<Guests.Recognised> known = identities.ofCookie(request);
    if (known.isPresent() && !known.get().stale()) {
      return;
    }
    if (known.isEmpty()) {
      RateLimits.require(rateLimits.guest(proxies.client(request)));
    }
    String token =
        known
            .map(guest -> guests.token(guest.participant(), guest.epoch()))
            .orElseGet(() -> guests.token(guests.arrive()));
    response.addCookie(GuestCookie.of(token, proxies.isSecure(request)));
    identities.arrived(request, token);
  }
}

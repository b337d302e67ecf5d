package io.parley.identity;

import jakarta.servlet.http.Cookie;

/// The cookie by which a browser is recognised. No script can read it; other sites' forms and
/// frames do not send it.
public final class GuestCookie {
  public static final String NAME = "parley_guest";

  private GuestCookie() {}

  /// @param secure whether the request came over TLS
  public static Cookie of(String token, boolean secure) {
    Cookie cookie = new Cookie(NAME, token);
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setPath("/");
    cookie.setMaxAge((int) Guests.LIFETIME.toSeconds());
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}

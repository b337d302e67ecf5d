package io.parley.identity;

import jakarta.servlet.http.Cookie;
import java.util.List;

/// The cookie by which a browser is recognised. No script can read it; other sites' forms and
/// frames do not send it.
///
/// Over TLS its name begins with `__Host-`: browsers accept such a cookie only from this very host,
/// over TLS, without `Domain` and for the whole path (RFC 6265bis, section 4.1.3.2). So no other
/// host of the same domain can plant one. Over plain HTTP there is no such protection, and browsers
/// refuse the prefix.
public final class GuestCookie {
  static final String OVER_TLS = "__Host-parley_guest";
  static final String PLAIN = "parley_guest";

  private GuestCookie() {}

  /// @param secure whether the request came over TLS
  public static Cookie of(String token, boolean secure) {
    return cookie(secure ? OVER_TLS : PLAIN, token, secure, (int) Guests.LIFETIME.toSeconds());
  }

  /// Makes a browser forget its token.
  static Cookie none(boolean secure) {
    return cookie(secure ? OVER_TLS : PLAIN, "", secure, 0);
  }

  /// The names under which a token is looked for; the first that names a guest counts.
  ///
  /// @param plainOverTls whether cookies that were set before there was the prefix still count,
  ///   though another host of the same domain may have planted them
  static List<String> names(boolean secure, boolean plainOverTls) {
    return secure && !plainOverTls ? List.of(OVER_TLS) : List.of(OVER_TLS, PLAIN);
  }

  static boolean isPlain(String name) {
    return name.equals(PLAIN);
  }

  private static Cookie cookie(String name, String token, boolean secure, int maxAge) {
    Cookie cookie = new Cookie(name, token);
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setPath("/");
    cookie.setMaxAge(maxAge);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}

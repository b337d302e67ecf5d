package io.parley.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/// What every answer tells the browser: run nothing but our own files, and show us in no frame.
final class SecurityHeaders {
  /// Own scripts and styles only, none inline; the DOM takes no strings as HTML (trusted types).
  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'self'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'");

  /// `same-origin`, not `no-referrer`: with the latter our own forms would be sent with `Origin:
  /// null`.
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "same-origin",
          "Permissions-Policy",
              "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  private SecurityHeaders() {}

  /// @param secure whether browsers are to come by TLS only from now on (RFC 6797)
  static void set(HttpServletResponse response, boolean secure) {
    ALWAYS.forEach(response::setHeader);
    if (secure) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
  }
}

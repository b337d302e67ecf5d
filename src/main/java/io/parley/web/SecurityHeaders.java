package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/// What every answer tells the browser: run nothing but our own files, show us in no frame, keep
/// what is personal out of caches.
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

  private static final String CACHE_CONTROL = "Cache-Control";
  private static final String NO_STORE = "no-store";
  private static final String REVALIDATE = "no-cache";
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final Pattern VERSIONED = Pattern.compile("(^|&)v=[^&]+");

  private SecurityHeaders() {}

  /// Sets the headers and returns the response to go on with.
  static HttpServletResponse apply(HttpServletRequest request, HttpServletResponse response) {
    ALWAYS.forEach(response::setHeader);
    return switch (Area.of(request)) {
      case SOCKET -> response;
      case PAGE -> {
        response.setHeader(CACHE_CONTROL, NO_STORE);
        yield response;
      }
      case API -> {
        // an event stream says for itself what proxies are to do
        if (!request.getRequestURI().endsWith("/stream")) {
          response.setHeader(CACHE_CONTROL, NO_STORE);
        }
        yield response;
      }
      case ASSET -> {
        String query = request.getQueryString();
        boolean versioned = query != null && VERSIONED.matcher(query).find();
        response.setHeader(CACHE_CONTROL, versioned ? IMMUTABLE : REVALIDATE);
        yield new KeptOnlyIfFound(response);
      }
    };
  }

  /// During an update a node may not have a file yet that the page of another already names: such
  /// an answer must not be kept for a year.
  private static final class KeptOnlyIfFound extends HttpServletResponseWrapper {
    KeptOnlyIfFound(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setStatus(int status) {
      forget(status);
      super.setStatus(status);
    }

    @Override
    public void sendError(int status) throws IOException {
      forget(status);
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      forget(status);
      super.sendError(status, message);
    }

    private void forget(int status) {
      if (status >= SC_BAD_REQUEST) {
        setHeader(CACHE_CONTROL, NO_STORE);
      }
    }
  }
}

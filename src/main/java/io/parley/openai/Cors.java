package io.parley.openai;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/// Which sites' pages may use the API (the Fetch standard's CORS protocol): those that are
/// configured, none by default. Without credentials: the key is in a header that the page sets.
@Dependent
class Cors {
  private static final String ALL = "*";

  private final Set<String> allowed;

  @Inject
  Cors(OpenAiConfig config) {
    this(config.allowedOrigins());
  }

  Cors(Set<String> allowed) {
    this.allowed = allowed;
  }

  /// Sets the headers. True if that was the whole answer.
  boolean answer(HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader("Origin");
    if (origin != null && (allowed.contains(ALL) || allowed.contains(origin))) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.addHeader("Vary", "Origin");
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
      response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
      if (request.getMethod().equals("OPTIONS")) {
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE");
        // Not `*`, which does not cover Authorization; the SDKs send a dozen of their own.
        String asked = request.getHeader("Access-Control-Request-Headers");
        response.setHeader("Access-Control-Allow-Headers", asked == null ? "authorization" : asked);
        response.setHeader("Access-Control-Max-Age", "7200");
      }
    }
    if (request.getMethod().equals("OPTIONS")) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return true;
    }
    return false;
  }
}

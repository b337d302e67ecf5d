package io.parley.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/// What a request's headers bring to prove who sent it, apart from cookies. Whether it proves
/// anything is for others to say.
public final class Credentials {
  private static final String BEARER = "bearer ";

  private Credentials() {}

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
}

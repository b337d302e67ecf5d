package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/// The path of a request as the container understands it: decoded, and without matrix parameters.
///
/// Everything that is decided by a path is decided by this one. The address as it was written has
/// many spellings of the same path, and `/conversations/1;a.css` is a page to the container and a
/// style sheet to whoever looks at its end.
public final class Address {
  /// Characters that others may understand differently than the container does: matrix parameters,
  /// backslashes, and the encoded forms of controls and of `%`, `.`, `/`, `;` and `\`.
  private static final Pattern AMBIGUOUS =
      Pattern.compile("[;\\\\]|%(?:[01][0-9a-f]|7f|25|2e|2f|3b|5c)", Pattern.CASE_INSENSITIVE);

  /// Models' names hold slashes, which OpenAI's clients encode in `/v1/models/{name}`.
  private static final Pattern AMBIGUOUS_BUT_SLASH =
      Pattern.compile("[;\\\\]|%(?:[01][0-9a-f]|7f|25|2e|3b|5c)", Pattern.CASE_INSENSITIVE);

  private static final Pattern DOTS = Pattern.compile("(^|/)\\.{1,2}(/|$)");

  private Address() {}

  public static String of(HttpServletRequest request) {
    return request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
  }

  /// The path as it was written, without the query. In `getRequestURI`, containers leave out what
  /// looks like the id of a session, wherever it stands.
  static String written(HttpServletRequest request) {
    String url = request.getRequestURL().toString();
    int host = url.indexOf("//") + 2;
    int path = url.indexOf('/', host);
    return path < 0 ? "" : url.substring(path);
  }

  /// Whether the address is written in a way that caches, proxies and this server could read
  /// differently.
  static boolean isAmbiguous(HttpServletRequest request) {
    Pattern ambiguous =
        RequestKind.of(request) == RequestKind.BEARER_API ? AMBIGUOUS_BUT_SLASH : AMBIGUOUS;
    String written = written(request);
    return ambiguous.matcher(written).find()
        || DOTS.matcher(written).find()
        || DOTS.matcher(of(request)).find();
  }
}

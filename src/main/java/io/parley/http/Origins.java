package io.parley.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// From which sites' pages a request may come: from our own, and from those on the list, compared
/// exactly. Without this check any site could open a socket, or post, in the name of a visitor,
/// because the browser adds this server's cookie.
public final class Origins {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Proxies proxies;
  private final Set<String> allowed;

  /// @param allowed further origins, such as `https://chat.example.org`
  /// @throws IllegalArgumentException naming the entry that is not an origin
  public Origins(Proxies proxies, Collection<String> allowed) {
    this.proxies = proxies;
    this.allowed =
        allowed.stream()
            .map(entry ->
                normal(entry)
                    .orElseThrow(() -> new IllegalArgumentException("not an origin: " + entry)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether a WebSocket may be opened. Browsers always name the origin; who does not must bring a
  /// bearer token, which no foreign page can make a browser send.
  public boolean permitSocket(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Origin"))
        .map(origin -> isPermitted(request, origin))
        .orElseGet(() -> Credentials.bearer(request).isPresent());
  }

  /// Whether a request may change something: always if its method promises not to. A request that
  /// rests on a cookie must prove where it comes from, by `Origin` or by `Sec-Fetch-Site`.
  public boolean permitWrite(HttpServletRequest request) {
    if (SAFE_METHODS.contains(request.getMethod())) {
      return true;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if ("same-origin".equals(site)) {
      return true;
    }
    String origin = request.getHeader("Origin");
    if (origin != null) {
      return isPermitted(request, origin);
    }
    return site == null
        && (Credentials.bearer(request).isPresent() || request.getHeader("Cookie") == null);
  }

  private boolean isPermitted(HttpServletRequest request, String origin) {
    Optional<String> own = normal(proxies.ownOrigin(request));
    return normal(origin)
        .filter(it -> allowed.contains(it) || own.equals(Optional.of(it)))
        .isPresent();
  }

  /// Scheme, host and port in one spelling; empty for what is not an origin, such as `null`.
  private static Optional<String> normal(String origin) {
    URI uri;
    try {
      uri = URI.create(origin.strip().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (uri.getScheme() == null
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || !uri.getRawPath().isEmpty()
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      return Optional.empty();
    }
    return switch (uri.getScheme()) {
      case "http" -> Optional.of("http://" + uri.getHost() + ":" + port(uri, 80));
      case "https" -> Optional.of("https://" + uri.getHost() + ":" + port(uri, 443));
      default -> Optional.empty();
    };
  }

  private static int port(URI uri, int usual) {
    return uri.getPort() == -1 ? usual : uri.getPort();
  }
}

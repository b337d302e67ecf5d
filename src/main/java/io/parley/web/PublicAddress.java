package io.parley.web;

import io.parley.http.Proxies;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;

/// Where people find this server: as configured, or else as whoever asks has found it, by a host
/// that [Hosts] accepts.
public final class PublicAddress {
  private final Optional<URI> configured;
  private final Proxies proxies;

  PublicAddress(Optional<URI> configured, Proxies proxies) {
    this.configured = configured;
    this.proxies = proxies;
  }

  /// @throws IllegalArgumentException if a trusted proxy names a host that is none
  public URI of(HttpServletRequest request) {
    return configured.orElseGet(() -> URI.create(proxies.ownOrigin(request)));
  }

  /// Whether browsers are to come by TLS only.
  boolean isSecure(HttpServletRequest request) {
    return proxies.isSecure(request)
        || configured.map(url -> url.getScheme().equals("https")).orElse(false);
  }
}

package io.parley.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.guest.*`, `parley.admin.*`, and those of `parley.http.*` that say whom to
/// believe.
@Dependent
class IdentityConfig {
  private final Config config;

  @Inject
  IdentityConfig(Config config) {
    this.config = config;
  }

  /// Signs guests' tokens; without one every start has its own, and guests become strangers.
  Optional<String> guestSecret() {
    return text("parley.guest.secret");
  }

  /// Accepted, no longer used for signing.
  List<String> previousGuestSecrets() {
    return list("parley.guest.previous-secrets");
  }

  /// Whether guests keep the identity of a cookie that was set over TLS before its name began with
  /// `__Host-`.
  boolean plainCookiesOverTls() {
    return config
        .getOptionalValue("parley.guest.plain-cookies-over-tls", Boolean.class)
        .orElse(false);
  }

  Optional<String> adminToken() {
    return text("parley.admin.token");
  }

  /// IP networks in CIDR notation.
  List<String> trustedProxies() {
    return list("parley.http.trusted-proxies");
  }

  /// Origins beside the server's own.
  List<String> allowedOrigins() {
    return list("parley.http.allowed-origins");
  }

  private List<String> list(String key) {
    return text(key).stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  private Optional<String> text(String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).filter(s -> !s.isEmpty());
  }
}

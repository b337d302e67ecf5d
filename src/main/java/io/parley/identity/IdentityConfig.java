package io.parley.identity;

import io.parley.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.guest.*` and `parley.admin.*`.
@Dependent
class IdentityConfig {
  private final Settings settings;

  @Inject
  IdentityConfig(Config config) {
    this.settings = Settings.of(config);
  }

  /// Signs guests' tokens; without one every start has its own, and guests become strangers.
  Optional<String> guestSecret() {
    return settings.text("parley.guest.secret");
  }

  /// Accepted, no longer used for signing.
  List<String> previousGuestSecrets() {
    return settings.list("parley.guest.previous-secrets");
  }

  /// Whether guests keep the identity of a cookie that was set over TLS before its name began with
  /// `__Host-`.
  boolean plainCookiesOverTls() {
    return settings.is("parley.guest.plain-cookies-over-tls", false);
  }

  Optional<String> operatorToken() {
    return settings.text("parley.admin.token");
  }
}

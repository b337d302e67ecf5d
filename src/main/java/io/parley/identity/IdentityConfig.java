package io.parley.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.guest.*` and `parley.admin.*`.
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
    return text("parley.guest.previous-secrets").stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  Optional<String> adminToken() {
    return text("parley.admin.token");
  }

  private Optional<String> text(String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).filter(s -> !s.isEmpty());
  }
}

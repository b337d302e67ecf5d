package io.parley.http;

import io.parley.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/// The keys of `parley.http.*` that say whom to believe.
@Dependent
class HttpConfig {
  private final Settings settings;

  @Inject
  HttpConfig(Config config) {
    this.settings = Settings.of(config);
  }

  /// IP networks in CIDR notation.
  List<String> trustedProxies() {
    return settings.list("parley.http.trusted-proxies");
  }

  /// Origins beside the server's own.
  List<String> allowedOrigins() {
    return settings.list("parley.http.allowed-origins");
  }
}

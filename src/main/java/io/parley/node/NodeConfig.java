package io.parley.node;

import io.parley.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Configuration of this package, see docs/configuration-reference.md.
///
/// @param drainTimeout how long work in progress may take to finish when the node stops
record NodeConfig(Roles roles, Duration drainTimeout) {
  /// @param lookup a setting by its key, empty where it is not set
  static NodeConfig from(Function<String, Optional<String>> lookup) {
    Settings of = Settings.of(lookup);
    return new NodeConfig(
        Roles.of(lookup.apply("parley.roles")),
        of.durationOrZero("parley.drain.timeout", Duration.ofSeconds(15)));
  }

  NodeConfig {
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("parley.drain.timeout must not be negative");
    }
  }
}

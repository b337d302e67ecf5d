package io.parley.deploy;

import io.parley.testing.DebianPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The programs of Prometheus.
final class Prometheus {
  private Prometheus() {}

  /// @param name `prometheus` or `promtool`
  /// @param variable of the environment that names another one
  static Path program(String name, String variable) {
    return new DebianPackage(
            name,
            "The tests of the alerts and dashboards need %s: install it (on Debian: apt-get install prometheus), or set %s to its path."
                .formatted(name, variable),
            List.of("prometheus"))
        .find(() -> installed(name, variable));
  }

  private static Optional<Path> installed(String name, String variable) {
    return Stream.of(
            Optional.ofNullable(System.getenv(variable)),
            Optional.of("/usr/bin/" + name),
            Optional.of("/usr/local/bin/" + name),
            Optional.of("/opt/homebrew/bin/" + name))
        .flatMap(Optional::stream)
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }
}

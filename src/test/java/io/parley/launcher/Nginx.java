package io.parley.launcher;

import io.parley.services.DataDirectory;
import io.parley.services.GuardedProcess;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An nginx in front of several servers, with the configuration that is shipped in `deploy/nginx`.
/// Everything it writes is in the data directory.
final class Nginx implements AutoCloseable {
  private final GuardedProcess process;

  private Nginx(GuardedProcess process) {
    this.process = process;
  }

  /// @param program the path of nginx
  /// @param listen where it listens, such as `localhost:9080`
  /// @param ports of the servers behind it, on 127.0.0.1
  static Nginx start(
      String program, Path project, DataDirectory data, String listen, List<Integer> ports) {
    var shipped = project.resolve("deploy").resolve("nginx");
    var directory = data.run().resolve("nginx");
    var log = data.log("nginx");
    try {
      Files.createDirectories(directory);
      var configuration =
          filledIn(
              Files.readString(shipped.resolve("one-machine.conf")),
              Map.of(
                  "user", "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                  "directory", directory.toString(),
                  "log", log.toString(),
                  "access", log.resolveSibling("nginx-access.log").toString(),
                  "listen", listen,
                  "locations", shipped.resolve("parley-locations.conf").toString(),
                  "nodes",
                      ports.stream()
                          .map("server 127.0.0.1:%d max_fails=3 fail_timeout=5s;"::formatted)
                          .collect(Collectors.joining("\n        "))));
      var file = Files.writeString(directory.resolve("nginx.conf"), configuration);
      return new Nginx(
          GuardedProcess.start(
              "nginx",
              "TERM",
              data.run(),
              ProcessBuilder.Redirect.appendTo(log.toFile()),
              Map.of(),
              List.of(
                  program,
                  "-e",
                  log.toString(),
                  "-p",
                  directory.toString(),
                  "-c",
                  file.toString())));
    } catch (IOException e) {
      throw new ServicesException("nginx cannot be set up: " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
  }

  private static String filledIn(String template, Map<String, String> values) {
    var filled = template;
    for (var value : values.entrySet()) {
      filled = filled.replace("@" + value.getKey() + "@", value.getValue());
    }
    return filled;
  }
}

package io.parley.launcher;

import io.parley.services.DataDirectory;
import io.parley.services.GuardedProcess;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// An nginx in front of several servers, with the configuration that is shipped in `deploy/nginx`.
/// Everything it writes is in the data directory.
final class Nginx implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final GuardedProcess process;
  private final URI address;
  private final Path log;

  private Nginx(GuardedProcess process, URI address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
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
                  file.toString())),
          URI.create("http://" + listen + "/"),
          log);
    } catch (IOException e) {
      throw new ServicesException("nginx cannot be set up: " + e.getMessage(), e);
    }
  }

  /// Waits until it listens.
  ///
  /// @throws ServicesException if it ends before that, or does not listen in time
  void awaitReady() throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    try (var client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < deadline) {
        try {
          // any answer will do
          var _ = client.send(request, HttpResponse.BodyHandlers.discarding());
          return;
        } catch (IOException e) {
          LockSupport.parkNanos(PAUSE.toNanos()); // it does not listen yet
        }
      }
    }
    throw new ServicesException(
        "nginx %s; its log is %s"
            .formatted(
                process.isAlive()
                    ? "does not listen after %d s".formatted(PATIENCE.toSeconds())
                    : "has ended by itself",
                log));
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

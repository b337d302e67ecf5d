package io.parley.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// An image that runs as OpenShift would run it: a user without a name in group 0, a read-only root
/// file system, and three writable directories in memory.
///
/// Without a container engine: namespaces of mounts and processes, which end with their first
/// process, and `chroot`. Needs root. There are no limits for memory and CPU.
final class Container implements AutoCloseable {
  private static final String SCRIPT =
      """
      set -e
      mount --make-rprivate /
      mount --bind "$0" "$0"
      mount -o remount,ro,bind "$0"
      for directory in tmp logs output; do
        mount -t tmpfs -o mode=0775,uid=1000650000,gid=0 tmpfs "$0/$directory"
      done
      mount -t proc proc "$0/proc"
      mount --rbind /dev "$0/dev"
      exec chroot --userspec=1000650000:0 "$0" "$@"
      """;

  private static final Duration START = Duration.ofMinutes(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process outside;
  private final URI address;
  private final Path log;
  private final long begun = System.nanoTime();

  private Container(Process outside, URI address, Path log) {
    this.outside = outside;
    this.address = address;
    this.log = log;
  }

  /// @param root the image's files
  /// @param settings how the image is configured
  static Container start(Path root, JsonNode settings, Map<String, String> own, int port, Path log)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", SCRIPT));
    command.add(root.toString());
    settings.path("Entrypoint").forEach(word -> command.add(word.asText()));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    for (var variable : settings.path("Env")) {
      var parts = variable.asText().split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    builder.environment().putAll(own);
    builder.environment().put("HOME", "/");
    builder.environment().put("PARLEY_HTTP_PORT", Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Container(builder.start(), URI.create("http://127.0.0.1:%d/".formatted(port)), log);
  }

  /// Waits until it is ready, and returns how long that took.
  Duration awaitReady() {
    Await.within(START)
        .check(
            "the container is ready, " + log,
            () -> {
              if (!outside.isAlive()) {
                throw new IllegalStateException("The container has ended");
              }
              return status("health/ready") == 200;
            });
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private int status(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(5)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  URI url(String path) {
    return address.resolve(path);
  }

  /// The server: the only process of its namespace.
  ProcessHandle server() {
    return outside.children().findFirst().orElseThrow();
  }

  /// CPU time of the server until now, in user and kernel.
  Duration cpu() {
    return server().info().totalCpuDuration().orElseThrow();
  }

  /// Megabytes of memory that the server has in use.
  long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(server().pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /// What is in use of a directory in memory, in megabytes.
  long memory(String directory) throws IOException {
    var store =
        Files.getFileStore(Path.of("/proc", Long.toString(server().pid()), "root", directory));
    return (store.getTotalSpace() - store.getUnallocatedSpace()) / 1_000_000;
  }

  /// Whether the server has a file in its memory.
  boolean maps(String file) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(server().pid()), "maps")).contains(file);
  }

  /// SIGTERM, as an engine sends it; returns how long the server took to end.
  Duration terminate(Duration patience) throws InterruptedException {
    long asked = System.nanoTime();
    server().destroy();
    if (!outside.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("The container did not end within " + patience + ", " + log);
    }
    return Duration.ofNanos(System.nanoTime() - asked);
  }

  List<String> log() throws IOException {
    return Files.readAllLines(log);
  }

  /// The namespace's first process takes all others, and the mounts, with it.
  @Override
  public void close() {
    outside.children().forEach(ProcessHandle::destroyForcibly);
    outside.destroyForcibly();
    outside.onExit().join();
  }
}

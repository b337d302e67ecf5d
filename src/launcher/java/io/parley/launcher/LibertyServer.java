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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Liberty server `parley` of an installation, as a child process. Its log is `messages.log` in
/// the data directory's `logs/<name>`, its console `logs/<name>.log`. Several can run of one
/// installation: what they write is in directories of their own.
public final class LibertyServer implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final List<String> LAST = List.of("nice", "-n", "19");

  private final GuardedProcess process;
  private final URI readiness;
  private final ServerLogs logs;
  private final Path console;

  private LibertyServer(GuardedProcess process, URI readiness, ServerLogs logs, Path console) {
    this.process = process;
    this.readiness = readiness;
    this.logs = logs;
    this.console = console;
  }

  /// @param name unique among those that run
  /// @param installation Liberty's `wlp` directory, with a server `parley` in it
  /// @param environment its settings, added to this process's own
  public static LibertyServer start(
      String name,
      Path installation,
      DataDirectory data,
      int port,
      Map<String, String> environment) {
    return start(name, installation, data, port, environment, false);
  }

  /// As [#start], aside from what people wait for: at the lowest priority.
  static LibertyServer startAside(
      String name,
      Path installation,
      DataDirectory data,
      int port,
      Map<String, String> environment) {
    return start(name, installation, data, port, environment, true);
  }

  private static LibertyServer start(
      String name,
      Path installation,
      DataDirectory data,
      int port,
      Map<String, String> environment,
      boolean aside) {
    var logs = new ServerLogs(data.log(name).resolveSibling(name));
    logs.forgetLastRun();
    var all = new HashMap<>(environment);
    all.put("PARLEY_HTTP_PORT", Integer.toString(port));
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("LOG_DIR", logs.directory().toString());
    all.put("WLP_OUTPUT_DIR", data.run().resolve(name).toString());
    // Without warnings: the JVM's only one here is that Liberty's own agent narrows class sharing.
    var jvmArguments = environment.getOrDefault("JVM_ARGS", System.getenv("JVM_ARGS"));
    all.put(
        "JVM_ARGS",
        Stream.of(data.marker(), "-XX:-PrintWarnings", jvmArguments)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" ")));
    var process =
        GuardedProcess.start(
            name,
            "TERM",
            data.run(),
            ProcessBuilder.Redirect.to(data.log(name).toFile()),
            all,
            Stream.concat(
                    (aside ? LAST : List.<String>of()).stream(),
                    Stream.of(installation.resolve("bin/server").toString(), "run", "parley"))
                .toList());
    return new LibertyServer(
        process,
        URI.create("http://localhost:%d/health/ready".formatted(port)),
        logs,
        data.log(name));
  }

  /// Waits until the server says that it and all it depends on are there.
  ///
  /// @throws ServicesException when it ends before that, cannot start the application, or does not
  ///   become ready in time
  public void awaitReady(Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    var request = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(10)).build();
    var answer = "";
    try (var client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        try {
          var response = client.send(request, HttpResponse.BodyHandlers.ofString());
          if (response.statusCode() == 200) {
            return;
          }
          answer = ": " + response.body();
        } catch (IOException e) {
          answer = ""; // it does not listen yet
        }
        if (!process.isAlive()) {
          throw notReady("has ended by itself");
        }
        if (logs.failed()) {
          throw notReady("could not start");
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    throw notReady("is not ready after %d s%s".formatted(patience.toSeconds(), answer));
  }

  private ServicesException notReady(String what) {
    return new ServicesException("The server %s; its log is %s".formatted(what, log()));
  }

  /// A JVM that does not start writes to its console only.
  Path log() {
    return Files.exists(logs.messages()) ? logs.messages() : console;
  }

  /// The exit status, once it has ended.
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /// Asks it to end, however long that takes: [#waitFor].
  void askToEnd() {
    process.pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Ends it as a power cut would.
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}

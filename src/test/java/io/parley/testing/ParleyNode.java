package io.parley.testing;

import io.parley.services.GuardedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One running Parley server: the WAR in a Liberty of its own directory, as a child process that
/// cannot outlive this JVM.
///
/// Keeps its port, its settings and its log over [#restart], so that clients find it again. Its
/// environment holds what the test bed and the test have set, and no settings or keys of the person
/// who runs the tests. Not thread-safe, except [#kill], which a test may call at any moment.
public final class ParleyNode implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(4);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
  private static final int QUOTED_LINES = 60;
  private static final Pattern FOREIGN_SETTINGS =
      Pattern.compile("(PARLEY|OPENAI|OLLAMA|WLP)_.*|MODEL_NAME|JVM_ARGS|LOG_DIR");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(ANSWER_PATIENCE).build();

  private final String name;
  private final ServerDirectory directory;
  private final int port;
  private final Map<String, String> environment;
  private volatile @Nullable GuardedProcess process;

  /// @param environment the settings of this node, by the names of its environment variables
  ParleyNode(String name, ServerDirectory directory, int port, Map<String, String> environment) {
    this.name = name;
    this.directory = directory;
    this.port = port;
    this.environment = new TreeMap<>(environment);
    this.environment.put("JAVA_HOME", System.getProperty("java.home"));
    this.environment.put("WLP_USER_DIR", directory.user().toString());
    this.environment.put("PARLEY_HTTP_HOST", "127.0.0.1");
    this.environment.put("PARLEY_HTTP_PORT", Integer.toString(port));
  }

  public String name() {
    return name;
  }

  /// Where people find it, such as `http://127.0.0.1:40001/`.
  public URI url() {
    return URI.create("http://127.0.0.1:%d/".formatted(port));
  }

  /// @param path with or without its leading slash, and with its query
  public URI url(String path) {
    return url().resolve(path.startsWith("/") ? path : "/" + path);
  }

  /// The address of a WebSocket endpoint, such as `ws://127.0.0.1:40001/ws/rooms/lobby`.
  public URI socket(String path) {
    return URI.create(url(path).toString().replaceFirst("^http", "ws"));
  }

  public int port() {
    return port;
  }

  /// What the server wrote, over all its starts.
  public Path log() {
    return directory.log();
  }

  /// A plain GET, for what needs no client of its own.
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url(path)).timeout(ANSWER_PATIENCE).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// A metric's value, added up over its labels; 0 while it does not exist.
  ///
  /// @param name as in `/metrics`
  public double metric(String name) {
    try {
      return get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Starts it and returns at once; [#awaitReady] waits.
  public ParleyNode launch() {
    if (isAlive()) {
      throw new IllegalStateException("Parley node %s is running".formatted(name));
    }
    process =
        GuardedProcess.start(
            name,
            "TERM",
            directory.run(),
            ProcessBuilder.Redirect.appendTo(directory.log().toFile()),
            environment,
            command());
    return this;
  }

  /// Starts it and waits until it is ready.
  public ParleyNode start() {
    return launch().awaitReady();
  }

  /// Waits until `/health/ready` says so.
  ///
  /// @throws AssertionError when it ends before that, or needs more than four minutes; the end of
  ///   its log is part of the message
  public ParleyNode awaitReady() {
    var ready = false;
    try {
      Await.within(START_PATIENCE).check("Parley is ready", () -> !isAlive() || isReady());
      ready = isAlive();
    } catch (AssertionError e) {
      throw new AssertionError(report("is not ready: " + e.getMessage()), e);
    }
    if (!ready) {
      throw new AssertionError(report("ended while it started"));
    }
    return this;
  }

  public boolean isReady() throws IOException, InterruptedException {
    return get("/health/ready").statusCode() == 200;
  }

  /// Whether it is ready, and lacks nothing: neither PostgreSQL nor Redis is away.
  public boolean isWhole() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/health/ready");
    return answer.statusCode() == 200 && !answer.body().contains("\"degraded\"");
  }

  public boolean isAlive() {
    var current = process;
    return current != null && current.isAlive();
  }

  /// Asks it to end (`SIGTERM`, as an operator or Kubernetes does) and waits until it is gone.
  public void stop() {
    var current = process;
    if (current != null) {
      current.close();
      process = null;
    }
  }

  /// `SIGKILL`: gone at once, with all its connections, and nothing said.
  public void kill() {
    var current = process;
    if (current != null) {
      current.kill();
      process = null;
    }
  }

  /// `SIGSTOP`: there, with all its connections, and doing nothing, until [#thaw].
  public void freeze() {
    var current = process;
    if (current != null) {
      current.pause();
    }
  }

  public void thaw() {
    var current = process;
    if (current != null) {
      current.resume();
    }
  }

  /// Stops and starts it, on the same port and with the same settings.
  public ParleyNode restart() {
    stop();
    return start();
  }

  @Override
  public void close() {
    stop();
  }

  /// The server's process id.
  ///
  /// @throws IllegalStateException if it is not running
  public long pid() {
    return Optional.ofNullable(process)
        .flatMap(GuardedProcess::pid)
        .orElseThrow(
            () -> new IllegalStateException("Parley node %s is not running".formatted(name)));
  }

  /// `env` and the server's own script replace themselves, so the child is the server's JVM. The
  /// settings are not on the command line, which everybody can see.
  private List<String> command() {
    var command = new ArrayList<>(List.of("env"));
    System.getenv().keySet().stream()
        .filter(key -> FOREIGN_SETTINGS.matcher(key).matches() && !environment.containsKey(key))
        .forEach(key -> command.addAll(List.of("-u", key)));
    command.addAll(List.of(directory.serverScript().toString(), "run", directory.serverName()));
    return command;
  }

  private String report(String what) {
    return "Parley node %s %s%n/health/ready: %s%nThe end of its log, %s:%n%s"
        .formatted(name, what, readiness(), log(), directory.tailOfLog(QUOTED_LINES));
  }

  private String readiness() {
    try {
      return get("/health/ready").body();
    } catch (IOException e) {
      return "no answer";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public String toString() {
    return "Parley node %s at %s".formatted(name, url());
  }
}

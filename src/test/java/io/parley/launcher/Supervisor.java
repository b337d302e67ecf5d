package io.parley.launcher;

import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Owns the services and the server of one run. Ends with its standard input, whoever held that.
public final class Supervisor {
  /// Kafka lives in this JVM; the rest of it does nothing but wait.
  static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final Duration SERVER_PATIENCE = Duration.ofMinutes(3);
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);

  private final Path project;
  private final Path liberty;
  private volatile boolean ending;
  private volatile @Nullable Services services;
  private volatile @Nullable Servers servers;
  private volatile @Nullable StartCache cache;

  private Supervisor(Path project, Path liberty) {
    this.project = project;
    this.liberty = liberty;
  }

  /// @param args the project directory and the directory of the Liberty installation
  public static void main(String[] args) {
    var supervisor = new Supervisor(Path.of(args[0]), Path.of(args[1]));
    Thread.ofPlatform().daemon().name("end-with-input").start(Supervisor::endWithInput);
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::end, "end"));
    System.exit(supervisor.run());
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said to us; the end of it is the message
      }
    } catch (IOException e) {
      say("Standard input is broken: " + e.getMessage());
    }
    System.exit(0);
  }

  /// Returns the exit status, when the server has ended or something did not start.
  private int run() {
    try {
      start().waitFor(this::complain);
    } catch (ServicesException e) {
      complain(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private Servers start() throws InterruptedException {
    var environment = DotEnv.with(project.resolve(".env"), System.getenv());
    var checks = new StartChecks(environment);
    var data = checks.dataDirectory(project);
    say("Parley keeps its data in " + data);
    var claimed = DataDirectory.claim(data);
    int port = checks.httpPort();
    var settings = LocalSettings.in(data);
    var ports = ServicePorts.usual();
    var embedded = embedded(environment);
    int nodes = checks.nodes();
    say("Starting " + starting(embedded, nodes) + " …");
    var clock = new Stopwatch();
    var prepared = Services.of(ports, claimed, embedded);
    var answering =
        prepared.startBeside(
            part -> say("  %-10s answers after %s".formatted(part.title(), clock)));
    var serverEnvironment = new HashMap<String, String>();
    serverEnvironment.putAll(settings.environment());
    serverEnvironment.put("PARLEY_HTTP_HOST", "localhost");
    serverEnvironment.put("PARLEY_LOG_CONSOLE", "WARNING");
    serverEnvironment.put("PARLEY_DRAIN_TIMEOUT", "PT5S"); // somebody waits at the keyboard
    serverEnvironment.putAll(environment); // what the user has set stays
    serverEnvironment.putAll(prepared.environment());
    var startCache = StartCache.of(liberty, liberty.resolveSibling("start"), serverEnvironment);
    cache = startCache;
    var cached = new HashMap<>(serverEnvironment);
    cached.putAll(startCache.environment());
    var starting =
        nodes == 1
            ? Servers.one(liberty, claimed, port, cached)
            : Servers.several(nodes, liberty, claimed, cached);
    servers = starting;
    var running = started(answering);
    services = running;
    starting.awaitReady(SERVER_PATIENCE);
    say("  %-10s is ready after %s".formatted("Liberty", clock));
    if (nodes > 1) {
      starting.openTo(checks.nginx(), project, claimed, "localhost:" + port);
    }
    say("");
    say("  Parley is ready: http://localhost:%d/".formatted(port));
    say("");
    var adminToken = environment.getOrDefault("PARLEY_ADMIN_TOKEN", settings.adminToken());
    say(
        "  Admin token  "
            + (environment.containsKey("PARLEY_ADMIN_TOKEN")
                ? "as set in PARLEY_ADMIN_TOKEN"
                : "in " + data.resolve(LocalSettings.ADMIN_TOKEN)));
    sayKey(data, URI.create("http://localhost:%d/".formatted(port)), adminToken);
    running
        .addresses()
        .forEach((part, address) -> say("  %-12s %s".formatted(part.title(), address)));
    if (nodes > 1) {
      new TreeMap<>(starting.addresses())
          .forEach((name, address) -> say("  %s  %s".formatted(name, address)));
    }
    say("  Logs         " + claimed.log("server").getParent());
    say("  Stop it with Ctrl-C.");
    if (startCache.isMissing()) {
      Thread.ofPlatform()
          .daemon()
          .name("learn-to-start")
          .start(() -> learnToStart(startCache, claimed, serverEnvironment));
    }
    return starting;
  }

  private static String starting(Set<Part> embedded, int nodes) {
    var server = nodes == 1 ? "the server" : nodes + " nodes";
    return embedded.isEmpty()
        ? server
        : String.join(", ", embedded.stream().map(Part::title).toList()) + " and " + server;
  }

  private static Services started(CompletableFuture<Services> answering)
      throws InterruptedException {
    try {
      return answering.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ServicesException cause
          ? cause
          : new ServicesException("The services did not start: " + e.getCause(), e);
    }
  }

  /// Without a cache all starts are as slow as the first: no reason to stop.
  private void learnToStart(StartCache cache, DataDirectory data, Map<String, String> environment) {
    try {
      cache.make(data, environment);
    } catch (ServicesException e) {
      complain(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Without a key all but `/v1` works: no reason to stop.
  private void sayKey(Path data, URI server, String adminToken) throws InterruptedException {
    try {
      var file = LocalKey.of(data, server, adminToken).file();
      say("  API key      in %s (docs/openai.md), as in".formatted(file));
      say(
          "    curl %sv1/chat/completions -H \"Authorization: Bearer $(cat '%s')\" -H 'Content-Type: application/json' \\"
              .formatted(server, file));
      say(
          "      -d '{\"model\":\"demo/guide\",\"messages\":[{\"role\":\"user\",\"content\":\"How"
              + " do I start?\"}],\"stream\":true}'");
    } catch (ServicesException e) {
      complain(e.getMessage());
    }
  }

  /// What the user has not pointed to a server of their own.
  private static Set<Part> embedded(Map<String, String> environment) {
    var parts = EnumSet.noneOf(Part.class);
    for (var part : Part.values()) {
      if (environment.getOrDefault(part.setting(), "").isBlank()) {
        parts.add(part);
      }
    }
    return parts;
  }

  /// The server first: it still needs the services to say goodbye.
  private void end() {
    ending = true;
    Thread.ofPlatform().daemon().name("halt").start(Supervisor::haltLater);
    var beingMade = cache;
    if (beingMade != null) {
      beingMade.close();
    }
    var runningServers = servers;
    if (runningServers != null) {
      say("Parley is stopping …");
      runningServers.close();
    }
    var runningServices = services;
    if (runningServices != null) {
      runningServices.close();
      say("Parley has stopped.");
    }
  }

  /// Something hangs: our end is also the end of all guarded processes.
  private static void haltLater() {
    try {
      Thread.sleep(END_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private void complain(@Nullable String sentence) {
    if (!ending) {
      System.err.println(sentence);
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}

package io.parley.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.services.ServicesException;
import io.parley.start.Screen;
import io.parley.start.Start;
import io.parley.start.Terminal;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Owns the services and the server of one run, shows how far their start is, and ends them when it
/// ends.
///
/// `mvnw` becomes this process: whatever signal ends it ends everything. As a child of the
/// [Launcher] it ends with its standard input, whoever held that.
public final class Supervisor {
  /// An argument: end when the standard input ends, and leave the output as it is.
  static final String END_WITH_INPUT = "--end-with-input";

  private static final String ADMIN_TOKEN = "PARLEY_ADMIN_TOKEN";
  private static final Duration SERVER_PATIENCE = Duration.ofMinutes(3);
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);

  private final Path project;
  private final Path liberty;
  private final Screen screen;
  private final Optional<Path> log;
  private volatile boolean ending;
  private volatile boolean failed;
  private volatile @Nullable Services services;
  private volatile @Nullable Servers servers;
  private volatile @Nullable StartCache cache;

  private Supervisor(Path project, Path liberty, Screen screen, Optional<Path> log) {
    this.project = project;
    this.liberty = liberty;
    this.screen = screen;
    this.log = log;
  }

  /// @param args the project directory, the directory of the Liberty installation, and perhaps
  ///   [#END_WITH_INPUT]
  public static void main(String[] args) {
    var project = Path.of(args[0]);
    boolean isChild = List.of(args).contains(END_WITH_INPUT);
    var screen = new Screen(System.out, Terminal.ofThisProcess());
    var log = isChild ? Optional.<Path>empty() : Optional.of(project.resolve(Start.LOG));
    log.ifPresent(Supervisor::writeTo);
    var supervisor = new Supervisor(project, Path.of(args[1]), screen, log);
    if (isChild) {
      Thread.ofPlatform().daemon().name("end-with-input").start(Supervisor::endWithInput);
    }
    screen.refreshInBackground();
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::end, "end"));
    System.exit(supervisor.run());
  }

  /// What this JVM and its libraries print belongs in the log; the screen keeps the output.
  private static void writeTo(Path log) {
    try {
      var out = new PrintStream(new FileOutputStream(log.toFile(), true), true, UTF_8);
      System.setOut(out);
      System.setErr(out);
    } catch (IOException e) {
      throw new ServicesException("The log %s cannot be written".formatted(log), e);
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said to us; the end of it is the message
      }
    } catch (IOException e) {
      System.err.println("Standard input is broken: " + e.getMessage());
    }
    System.exit(0);
  }

  /// Returns the exit status, when the server has ended or something did not start.
  private int run() {
    try {
      start().waitFor(this::tell);
    } catch (ServicesException e) {
      if (!ending) {
        failed = true;
        log.ifPresent(_ -> e.printStackTrace());
        screen.failure("Parley did not start", String.valueOf(e.getMessage()), shownLog());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private Servers start() throws InterruptedException {
    var environment = DotEnv.with(project.resolve(".env"), System.getenv());
    var checks = new StartChecks(environment);
    var data = checks.dataDirectory(project);
    var claimed = DataDirectory.claim(data);
    int port = checks.httpPort();
    var settings = LocalSettings.in(data);
    var embedded = embedded(environment);
    int nodes = checks.nodes();
    var ports = ServicePorts.usual();
    var prepared =
        nodes == 1
            ? Services.of(ports, claimed, embedded)
            : Services.ofNodes(ports, claimed, embedded);
    var server = nodes == 1 ? "Parley" : nodes + " nodes of Parley";
    var parts = Stream.concat(embedded.stream().map(Part::title), Stream.of(server));
    var starting = new Starting(screen, parts.toList());
    var answering = prepared.startBeside(part -> starting.started(part.title()));
    var serverEnvironment = new HashMap<String, String>();
    serverEnvironment.putAll(settings.environment());
    serverEnvironment.put("PARLEY_HTTP_HOST", "localhost");
    // Under its former name, so that a user's setting counts under either
    serverEnvironment.put("PARLEY_LOG_CONSOLE", "WARNING");
    serverEnvironment.put("PARLEY_DRAIN_TIMEOUT", "PT5S"); // somebody waits at the keyboard
    serverEnvironment.putAll(environment); // what the user has set stays
    serverEnvironment.putAll(prepared.environment());
    var startCache = StartCache.of(liberty, liberty.resolveSibling("start"), serverEnvironment);
    cache = startCache;
    var cached = new HashMap<>(serverEnvironment);
    cached.putAll(startCache.environment());
    var begun =
        nodes == 1
            ? Servers.one(liberty, claimed, port, cached)
            : Servers.several(nodes, liberty, claimed, cached);
    servers = begun;
    var running = started(answering);
    services = running;
    begun.awaitReady(SERVER_PATIENCE);
    starting.started(server);
    if (nodes > 1) {
      begun.openTo(checks.nginx(), project, claimed, "localhost:" + port);
    }
    running.addresses().forEach((part, at) -> System.out.println(part.title() + " is at " + at));
    welcome(environment, settings, data, port, nodes > 1 ? begun.addresses() : Map.of());
    if (startCache.isMissing()) {
      Thread.ofPlatform()
          .daemon()
          .name("learn-to-start")
          .start(() -> learnToStart(startCache, claimed, serverEnvironment));
    }
    return begun;
  }

  private void welcome(
      Map<String, String> environment,
      LocalSettings settings,
      Path data,
      int port,
      Map<String, String> nodes)
      throws InterruptedException {
    var address = "http://localhost:%d/".formatted(port);
    var secrets = new ArrayList<String>();
    if (!environment.containsKey(ADMIN_TOKEN)) {
      secrets.add(LocalSettings.ADMIN_TOKEN);
    }
    try {
      var token = environment.getOrDefault(ADMIN_TOKEN, settings.adminToken());
      var _ = LocalKey.of(data, URI.create(address), token);
      secrets.add(LocalKey.FILE);
    } catch (ServicesException e) {
      tell(String.valueOf(e.getMessage())); // all but /v1 works without a key
    }
    var logs = Stream.of(Optional.of(data.resolve("logs")), log).flatMap(Optional::stream);
    screen.box(
        new Welcome(address, nodes, data, secrets, logs.map(Start::shown).collect(joining(", ")))
            .box());
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
  private static void learnToStart(
      StartCache cache, DataDirectory data, Map<String, String> environment) {
    try {
      cache.make(data, environment);
    } catch (ServicesException e) {
      System.err.println(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      if (!failed) { // what failed is the last that is said
        screen.doing("Stopping", "Parley");
      }
      runningServers.close();
    }
    var runningServices = services;
    if (runningServices != null) {
      runningServices.close();
    }
    if (runningServers != null && !failed) {
      screen.close();
      screen.line("Parley has stopped.");
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

  private void tell(String sentence) {
    if (!ending) {
      log.ifPresent(_ -> System.err.println(sentence));
      screen.line(sentence);
    }
  }

  private String shownLog() {
    return log.map(Start::shown).orElse("");
  }
}

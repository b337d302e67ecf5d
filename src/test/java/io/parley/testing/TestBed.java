package io.parley.testing;

import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What integration and browser tests run on: real Kafka, PostgreSQL and Redis, a model provider
/// that can be scripted and one Parley node, which all tests share, and further nodes for those
/// that want them.
///
/// ```java
/// private final ParleyNode parley = TestBed.node();
/// ```
///
/// Each part starts when it is first asked for, once per JVM, on free ports and below
/// `target/it/jvm-<number>/`, and ends with this JVM.
public final class TestBed {
  /// What the operator's REST calls carry.
  public static final String ADMIN_TOKEN = "the-tests-admin-token-0123456789";

  /// Models of the provider `test` that echo until they are scripted otherwise.
  public static final List<String> MODELS =
      List.of("alpha", "beta", "gamma", "steady", "slow", "silent", "breaks", "locked");

  /// Most nodes live for one test: what C2 would make of them comes too late, and takes half of
  /// their CPU.
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /// Tests run in several JVMs beside each other, each with a test bed of its own.
  private static final String FORK = "parley.test.fork";

  private static final String SERVER = "parley";
  private static final String GUEST_SECRET = "the-tests-guest-secret-0123456789";

  private static @Nullable TestBed current;
  private static @Nullable String failure;

  private final Path build;
  private final DataDirectory directory;
  private final OpenAiServer models = OpenAiServer.start();
  private final List<ParleyNode> nodes = new ArrayList<>();
  private final List<Services> furtherServices = new ArrayList<>();
  private @Nullable Services services;
  private @Nullable ParleyNode shared;
  private @Nullable ContainerServer container;
  private @Nullable String startOptions;

  private TestBed() {
    build = Path.of(System.getProperty("parley.build.directory", "target")).toAbsolutePath();
    directory = DataDirectory.claim(build.resolve("it").resolve(System.getProperty(FORK, "jvm-1")));
    for (var old : List.of("nodes", "arquillian", "kafka", "postgresql", "redis", "logs")) {
      ServerFiles.delete(directory.path().resolve(old));
    }
    echo();
  }

  /// The node that all tests share. A test leaves it running and ready.
  public static synchronized ParleyNode node() {
    var bed = current();
    var node = bed.shared;
    if (node == null) {
      try {
        node = bed.started("main", Map.of());
      } catch (AssertionError e) {
        failure = e.getMessage();
        throw e;
      }
      bed.shared = node;
    }
    return node;
  }

  /// Another node over the same log, archive and presence. The test closes it; the end of the run
  /// does too.
  ///
  /// @param name unique in this run; names its directory below `target/it/jvm-<number>/nodes/`
  /// @param settings environment variables, on top of the usual ones; an empty one takes a usual
  ///   one away
  public static synchronized ParleyNode startNode(String name, Map<String, String> settings) {
    return current().started(name, settings);
  }

  /// As [#startNode], but it is left to the test to start it.
  public static synchronized ParleyNode prepareNode(String name, Map<String, String> settings) {
    return current().prepared(name, settings);
  }

  /// As [#prepareNode], over services of the test's own.
  public static synchronized ParleyNode prepareNode(
      String name, Services services, Map<String, String> settings) {
    return current().prepared(name, services, settings);
  }

  /// The JVM's options of a node that starts as it does for `./mvnw`.
  public static synchronized String asShipped() {
    return current().options("");
  }

  /// The JVM's options of a node that lives for some tests, and of which nothing is measured.
  public static synchronized String shortLived() {
    return current().options(QUICK_START);
  }

  /// Services for one who will break them, below `target/it/jvm-<number>/<name>`: each is a process
  /// of its own.
  public static synchronized Services startServicesApart(String name) {
    return current().startedApart(name);
  }

  /// Where everything of this run is, closed to other users.
  static synchronized Path directory() {
    return current().directory.path();
  }

  public static synchronized Services services() {
    return current().sharedServices();
  }

  /// The model provider `test`, which all nodes know; it does what a test scripts it to do. Its
  /// models are `test/echo`, `test/clock` and, for what a test wants to script, [#MODELS].
  public static synchronized OpenAiServer models() {
    return current().models;
  }

  /// A server for Arquillian to deploy to: without an application, and with services of its own, so
  /// that what is tested in it is not also a member of the other nodes' consumer groups.
  static synchronized ContainerServer containerServer() {
    var bed = current();
    var server = bed.container;
    if (server == null) {
      server = bed.startContainer();
      bed.container = server;
    }
    return server;
  }

  /// Takes back what tests have scripted.
  static synchronized void letModelsEcho() {
    if (current != null) {
      current.echo();
    }
  }

  private void echo() {
    MODELS.forEach(model -> models.script(model, Script.echo()));
  }

  /// Ends everything, if anything was started.
  public static synchronized void close() {
    if (current != null) {
      current.end();
      current = null;
    }
  }

  /// A test bed that did not start does not start for the next test either: one failure is enough
  /// to wait for.
  private static TestBed current() {
    if (failure != null) {
      throw new IllegalStateException("The test bed did not start: " + failure);
    }
    if (current == null) {
      try {
        current = new TestBed();
      } catch (RuntimeException e) {
        failure = e.getMessage();
        throw new IllegalStateException("The test bed did not start: " + failure, e);
      }
    }
    return current;
  }

  private Services sharedServices() {
    var running = services;
    if (running == null) {
      try {
        running =
            Progress.timed(
                "Kafka, PostgreSQL and Redis",
                () ->
                    Services.start(
                        ServicePorts.free(), directory, EnumSet.allOf(Part.class), part -> {}));
      } catch (RuntimeException e) {
        failure = e.getMessage();
        throw e;
      }
      services = running;
    }
    return running;
  }

  private String options(String more) {
    if (startOptions == null) {
      startOptions = NodeStarts.options(build, directory, sharedServices());
    }
    return String.join(" ", directory.marker(), startOptions, more).strip();
  }

  private Services startedApart(String name) {
    var place = directory.path().resolve(name);
    ServerFiles.delete(place);
    var own =
        Progress.timed(
            "Kafka, PostgreSQL and Redis for " + name,
            () -> Services.startApart(ServicePorts.free(), place));
    furtherServices.add(own);
    return own;
  }

  private ParleyNode prepared(String name, Map<String, String> settings) {
    var own = new HashMap<>(settings);
    own.putIfAbsent("JVM_ARGS", shortLived());
    return prepared(name, sharedServices(), own);
  }

  private ParleyNode prepared(String name, Services services, Map<String, String> settings) {
    var node =
        new ParleyNode(
            name, serverDirectory(name, SERVER), freePort(), settings(services, settings));
    nodes.add(node);
    return node;
  }

  private ParleyNode started(String name, Map<String, String> settings) {
    var node = prepared(name, settings);
    return Progress.timed(node + " (log: " + node.log() + ")", node::start);
  }

  private ContainerServer startContainer() {
    var own =
        Progress.timed(
            "Kafka, PostgreSQL and Redis for Arquillian",
            () -> Services.start(ServicePorts.free(), directory.path().resolve("arquillian")));
    furtherServices.add(own);
    // Arquillian finds a server by its name among all that run on this machine.
    var name = "arquillian-" + ProcessHandle.current().pid();
    var place = serverDirectory("arquillian", name);
    var server =
        new ContainerServer(
            place,
            new ParleyNode(
                "arquillian",
                place,
                freePort(),
                settings(own, Map.of("JVM_ARGS", options(QUICK_START)))));
    nodes.add(server.node());
    return Progress.timed("the server for Arquillian (log: " + place.log() + ")", server::start);
  }

  private Map<String, String> settings(Services services, Map<String, String> own) {
    var settings = new HashMap<>(services.environment());
    settings.put("PARLEY_GUEST_SECRET", GUEST_SECRET);
    settings.put("PARLEY_ADMIN_TOKEN", ADMIN_TOKEN);
    settings.put("PARLEY_LLM_PROVIDERS_TEST_BASE_URL", models.baseUrl().toString());
    settings.put("PARLEY_LLM_OLLAMA", "false");
    // all tests come from one address
    for (var limit :
        List.of(
            "GUESTS_PER_HOUR",
            "POSTS_PER_MINUTE_PER_ADDRESS",
            "COPIES_PER_MINUTE_PER_ADDRESS",
            "EXPORTS_PER_MINUTE_PER_ADDRESS",
            "ROOMS_PER_HOUR",
            "ROOMS_PER_HOUR_PER_ADDRESS",
            "REPLIES_PER_MINUTE_PER_ADDRESS",
            "REPLIES_PER_MINUTE_IN_TOTAL",
            "SEARCHES_PER_MINUTE_PER_ADDRESS",
            "STREAMS_PER_ADDRESS",
            "REVOCATIONS_PER_HOUR")) {
      settings.put("PARLEY_LIMITS_" + limit, "100000");
    }
    settings.put("JVM_ARGS", directory.marker());
    settings.putAll(own);
    settings.values().removeIf(String::isEmpty);
    return settings;
  }

  private ServerDirectory serverDirectory(String name, String serverName) {
    return ServerDirectory.create(
        build.resolve("liberty/wlp"),
        build.resolve("it/template/servers").resolve(SERVER),
        directory.path().resolve("nodes").resolve(name),
        serverName);
  }

  private static int freePort() {
    return ServicePorts.free(1).getFirst();
  }

  private void end() {
    try (models) {
      closeAll(nodes, ParleyNode::close);
      if (services != null) {
        furtherServices.add(services);
      }
      closeAll(furtherServices, Services::close);
      directory.close();
    } catch (IOException e) {
      throw new IllegalStateException("The model provider did not end", e);
    }
  }

  /// In parallel: a server that ends in order takes some seconds.
  private static <T> void closeAll(List<T> running, Consumer<T> close) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      running.forEach(each -> executor.execute(() -> close.accept(each)));
    }
  }
}

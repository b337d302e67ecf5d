package io.parley.chaos;

import io.parley.services.Part;
import io.parley.services.Services;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.Progress;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Two nodes over a Kafka, a PostgreSQL and a Redis, each a process of its own that may be killed
/// and paused.
final class Cluster implements AutoCloseable {
  /// How long a provider may be silent; the scenarios of providers wait for it.
  static final Duration FIRST_TOKEN = Duration.ofSeconds(3);

  static final Duration BETWEEN_TOKENS = Duration.ofSeconds(2);

  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  /// Held strongly: java.util.logging forgets the settings of loggers nobody refers to.
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static final Duration START = Duration.ofMinutes(3);
  private static final Map<String, String> SETTINGS =
      Map.of(
          // the load comes from few addresses, and from guests that never rest
          "PARLEY_LIMITS_POSTS_PER_MINUTE", "1000000",
          "PARLEY_LIMITS_REPLIES_PER_MINUTE", "1000000",
          "PARLEY_LIMITS_GUESTS_PER_HOUR", "1000000",
          "PARLEY_LIMITS_SOCKETS_PER_SECOND", "1000000",
          "PARLEY_LLM_PROVIDERS_TEST_FIRST_TOKEN_TIMEOUT", FIRST_TOKEN.toString(),
          "PARLEY_LLM_PROVIDERS_TEST_BETWEEN_TOKENS_TIMEOUT", BETWEEN_TOKENS.toString(),
          // one scenario's failures are not the next one's open breaker
          "PARLEY_LLM_BREAKER_FAILURES", "1000000");

  private final Services services;
  private final OpenAiServer longList;
  private final List<ParleyNode> nodes;
  private final Map<String, String> settings;
  private final Set<Part> broken = EnumSet.noneOf(Part.class);

  private Cluster(Services services, OpenAiServer longList, Map<String, String> settings) {
    this.services = services;
    this.longList = longList;
    this.settings = settings;
    this.nodes =
        List.of(
            TestBed.prepareNode("chaos-east", services, settings),
            TestBed.prepareNode("chaos-west", services, settings));
  }

  /// @param dose the long forms measure, and so run the nodes as they are shipped
  static Cluster start(Dose dose) {
    KAFKA.setLevel(Level.WARNING); // every client tells all its settings
    Services services = TestBed.startServicesApart("chaos");
    OpenAiServer longList = LongList.serve();
    Map<String, String> settings = new HashMap<>(SETTINGS);
    FailingProvider.settings().forEach(name -> settings.put(name, FailingProvider.FALLBACK));
    settings.put(LongList.SETTING, longList.baseUrl().toString());
    if (dose == Dose.QUICK) {
      settings.put("JVM_ARGS", TestBed.shortLived());
    }
    Cluster cluster = new Cluster(services, longList, settings);
    FailingProvider.offer(cluster);
    Load.offer(cluster);
    return Progress.timed(
        "two nodes",
        () -> {
          cluster.heal();
          return cluster;
        });
  }

  /// One more node over the same services; whoever asked for it closes it.
  ParleyNode further(String name, Map<String, String> own) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(own);
    return TestBed.prepareNode(name, services, all).start();
  }

  /// Everything runs and is ready, whatever was done to it before.
  void heal() {
    for (Part part : Part.values()) {
      services.resume(part);
    }
    Set.copyOf(broken).forEach(this::start);
    onEach(node -> {
      node.thaw();
      if (!node.isAlive()) {
        node.launch();
      }
      node.awaitReady();
      Await.within(START).check(node.name() + " lacks nothing", node::isWhole);
    });
  }

  /// Both at once, in order.
  void stopNodes() {
    onEach(ParleyNode::stop);
  }

  private void onEach(Consumer<ParleyNode> change) {
    List<CompletableFuture<Void>> changing =
        nodes.stream()
            .map(node -> CompletableFuture.runAsync(() -> change.accept(node), THREADS))
            .toList();
    changing.forEach(CompletableFuture::join);
  }

  ParleyNode east() {
    return nodes.getFirst();
  }

  ParleyNode west() {
    return nodes.getLast();
  }

  List<ParleyNode> nodes() {
    return nodes;
  }

  Services services() {
    return services;
  }

  OpenAiServer models() {
    return TestBed.models();
  }

  void kill(Part part) {
    broken.add(part);
    services.kill(part);
  }

  void start(Part part) {
    services.start(part);
    broken.remove(part);
  }

  /// Waits until every node says so of itself.
  void awaitReady() {
    Await.within(START)
        .check(
            "all nodes are ready, and lack nothing",
            () -> {
              for (ParleyNode node : nodes) {
                if (!node.isWhole()) {
                  return false;
                }
              }
              return true;
            });
  }

  Room room(String answers, String model) {
    return Room.open(ApiClient.guest(east(), "opener"), answers, model);
  }

  Archive archive() {
    return new Archive(services);
  }

  Sockets sockets() {
    return new Sockets();
  }

  @Override
  public void close() {
    stopNodes();
    services.close();
    try {
      longList.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

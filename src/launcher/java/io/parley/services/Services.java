package io.parley.services;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Real Kafka, PostgreSQL and Redis on 127.0.0.1, over data in one directory. Each asks for a
/// password, which is generated once and kept in the directory.
///
/// ```java
/// try (var services = Services.start(ServicePorts.free(), Path.of("target/it-services"))) {
///   services.environment().forEach(System::setProperty);
/// }
/// ```
///
/// All are started in parallel; data of an earlier start is kept, also of one that ended suddenly.
/// A data directory has one user at a time. Safe for use by one thread.
public final class Services implements AutoCloseable {
  /// By how much nodes that are started together become ready apart, on a slow machine.
  private static final Duration GATHERING = Duration.ofSeconds(5);

  private final DataDirectory dataDirectory;
  private final ServicePorts ports;
  private final KafkaAccess kafkaAccess;
  private final EmbeddedServer kafka;
  private final PostgresServer postgresql;
  private final RedisServer redis;
  private final Map<Part, EmbeddedServer> servers = new EnumMap<>(Part.class);

  private Services(
      DataDirectory dataDirectory,
      ServicePorts ports,
      Set<Part> parts,
      BiFunction<Directories, ServicePorts, EmbeddedServer> kafkas) {
    this.dataDirectory = dataDirectory;
    this.ports = ports;
    var directories = dataDirectory.directories();
    this.kafkaAccess = KafkaAccess.of(directories);
    this.kafka = kafkas.apply(directories, ports);
    this.postgresql = new PostgresServer(directories, ports.postgresql());
    this.redis = new RedisServer(directories, ports.redis());
    parts.forEach(part -> servers.put(part, server(part)));
  }

  /// Starts all three.
  public static Services start(ServicePorts ports, Path dataDirectory) {
    var claimed = DataDirectory.claim(dataDirectory);
    return start(ports, claimed, EnumSet.allOf(Part.class), part -> {});
  }

  /// Starts some of them, and takes over the data directory: [#close] closes it.
  ///
  /// @param started is told of each as soon as it answers; called by several threads
  /// @throws ServicesException when one does not start; the others are stopped again
  public static Services start(
      ServicePorts ports, DataDirectory dataDirectory, Set<Part> parts, Consumer<Part> started) {
    return of(ports, dataDirectory, parts).started(started);
  }

  /// The same, not started yet: [#environment] says already where they will be.
  public static Services of(ServicePorts ports, DataDirectory dataDirectory, Set<Part> parts) {
    return new Services(dataDirectory, ports, parts, KafkaBroker::new);
  }

  /// The same for several nodes that start together. Kafka gives them their first share of the work
  /// when all of them have come. If it did not wait, the second one would take a part of the
  /// first's. The first cannot commit while that goes on, and Liberty warns (CWMRX1001W).
  public static Services ofNodes(ServicePorts ports, DataDirectory dataDirectory, Set<Part> parts) {
    return new Services(
        dataDirectory,
        ports,
        parts,
        (directories, all) -> new KafkaBroker(directories, all, GATHERING));
  }

  /// Starts them beside the caller. The future fails with a [ServicesException] when one does not
  /// start; the others are stopped again then.
  ///
  /// @param started is told of each as soon as it answers; called by several threads
  public CompletableFuture<Services> startBeside(Consumer<Part> started) {
    return CompletableFuture.supplyAsync(() -> started(started), Thread::startVirtualThread);
  }

  /// Starts all three, each as a process of its own: any of them can be paused, and killed.
  public static Services startApart(ServicePorts ports, Path dataDirectory) {
    var claimed = DataDirectory.claim(dataDirectory);
    return new Services(claimed, ports, EnumSet.allOf(Part.class), KafkaProcess::new)
        .started(part -> {});
  }

  private Services started(Consumer<Part> started) {
    try {
      startAll(started);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void startAll(Consumer<Part> started) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting =
          servers.entrySet().stream()
              .map(entry ->
                  CompletableFuture.runAsync(
                      () -> {
                        entry.getValue().start();
                        started.accept(entry.getKey());
                      },
                      executor))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(starting).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ServicesException cause
          ? cause
          : new ServicesException("A service did not start: " + e.getCause(), e);
    }
  }

  /// Where clients find Kafka.
  public String kafkaBootstrapServers() {
    return "127.0.0.1:" + ports.kafka();
  }

  /// The settings of a client of Kafka.
  public Map<String, Object> kafkaClient() {
    var settings = new HashMap<String, Object>(kafkaAccess.ofClient());
    settings.put("bootstrap.servers", kafkaBootstrapServers());
    return settings;
  }

  public String databaseUrl() {
    return postgresql.url();
  }

  public String databaseUser() {
    return PostgresServer.NAME;
  }

  public String databasePassword() {
    return postgresql.password();
  }

  /// With the password.
  public String redisUrl() {
    return redis.url();
  }

  /// Where each of them listens and which file holds its password, for people.
  public Map<Part, String> addresses() {
    var addresses = new EnumMap<Part, String>(Part.class);
    for (var part : servers.keySet()) {
      var place =
          switch (part) {
            case KAFKA -> kafkaBootstrapServers();
            case POSTGRESQL -> databaseUrl();
            case REDIS -> "redis://127.0.0.1:" + ports.redis();
          };
      var password = dataDirectory.directories().password(part.name().toLowerCase(Locale.ROOT));
      addresses.put(part, "%s (password in %s)".formatted(place, password.path()));
    }
    return addresses;
  }

  /// The settings that make a Parley server use what was started here. Some are secret.
  public Map<String, String> environment() {
    var environment = new LinkedHashMap<String, String>();
    if (servers.containsKey(Part.KAFKA)) {
      kafkaClient()
          .forEach((name, value) -> environment.put(kafkaVariable(name), value.toString()));
    }
    if (servers.containsKey(Part.POSTGRESQL)) {
      environment.put("PARLEY_DATABASE_URL", databaseUrl());
      environment.put("PARLEY_DATABASE_USER", databaseUser());
      environment.put("PARLEY_DATABASE_PASSWORD", databasePassword());
    }
    if (servers.containsKey(Part.REDIS)) {
      environment.put("PARLEY_REDIS_URL", redisUrl());
    }
    return environment;
  }

  /// Starts one again, over the same data and on the same port.
  public void start(Part part) {
    server(part).start();
  }

  /// Stops one cleanly; the others go on.
  public void stop(Part part) {
    server(part).close();
  }

  /// Ends one as a power cut would (a Kafka that lives in this JVM is shut down).
  public void kill(Part part) {
    server(part).kill();
  }

  /// `SIGSTOP`: its connections stay, and nothing comes back over them, until [#resume].
  ///
  /// @throws UnsupportedOperationException for a Kafka that lives in this JVM
  public void pause(Part part) {
    server(part).pause();
  }

  public void resume(Part part) {
    server(part).resume();
  }

  /// Stops all of them, in parallel, and waits until they are gone.
  @Override
  public void close() {
    try (dataDirectory;
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.values().forEach(server -> executor.execute(server::close));
    }
  }

  private static String kafkaVariable(String setting) {
    return "PARLEY_KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private EmbeddedServer server(Part part) {
    return switch (part) {
      case KAFKA -> kafka;
      case POSTGRESQL -> postgresql;
      case REDIS -> redis;
    };
  }
}

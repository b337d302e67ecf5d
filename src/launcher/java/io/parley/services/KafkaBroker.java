package io.parley.services;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/// A Kafka broker and its KRaft controller in this JVM, with small settings: one replica of
/// everything, few internal partitions. Both ask for a password.
final class KafkaBroker implements EmbeddedServer {
  private final Directories directories;
  private final ServicePorts ports;
  private final Duration gathering;
  private final KafkaAccess access;
  private final KafkaLog log;
  private @Nullable KafkaRaftServer server;

  KafkaBroker(Directories directories, ServicePorts ports) {
    this(directories, ports, Duration.ZERO);
  }

  /// @param gathering how long a group's first assignment waits for further members
  KafkaBroker(Directories directories, ServicePorts ports, Duration gathering) {
    this.directories = directories;
    this.ports = ports;
    this.gathering = gathering;
    this.access = KafkaAccess.of(directories);
    this.log = new KafkaLog(directories.log("kafka"));
  }

  @Override
  public void start() {
    log.open();
    var data = directories.data("kafka");
    var settings = settings(data);
    try {
      if (!Files.exists(data.resolve("meta.properties"))) {
        format(data, settings);
      }
    } catch (IOException e) {
      throw new ServicesException("Kafka could not be set up: " + e.getMessage(), e);
    }
    try {
      var starting = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
      starting.startup();
      server = starting;
    } catch (RuntimeException e) {
      throw new ServicesException(
          "Kafka did not start: %s (its log: %s)".formatted(e.getMessage(), log.file()), e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
    log.close();
  }

  /// A broker in this JVM can only be shut down.
  @Override
  public void kill() {
    close();
  }

  @Override
  public void pause() {
    throw new UnsupportedOperationException("Kafka lives in this JVM");
  }

  @Override
  public void resume() {
    throw new UnsupportedOperationException("Kafka lives in this JVM");
  }

  private Properties settings(Path data) {
    var broker = "BROKER://127.0.0.1:" + ports.kafka();
    var controller = "CONTROLLER://127.0.0.1:" + ports.kafkaController();
    var all =
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + ports.kafkaController()),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listeners", broker + "," + controller),
            Map.entry("advertised.listeners", broker),
            Map.entry("inter.broker.listener.name", "BROKER"),
            Map.entry(
                "listener.security.protocol.map",
                "BROKER:%1$s,CONTROLLER:%1$s".formatted(KafkaAccess.PROTOCOL)),
            Map.entry("sasl.enabled.mechanisms", KafkaAccess.MECHANISM),
            Map.entry("sasl.mechanism.inter.broker.protocol", KafkaAccess.MECHANISM),
            Map.entry("sasl.mechanism.controller.protocol", KafkaAccess.MECHANISM),
            Map.entry("log.dirs", data.toString()),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "" + gathering.toMillis()),
            // 128 MB by default; the log cleaner of a small broker needs next to nothing
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));
    var properties = new Properties();
    properties.putAll(all);
    properties.putAll(access.ofListener("broker"));
    properties.putAll(access.ofListener("controller"));
    return properties;
  }

  private void format(Path data, Properties settings) throws IOException {
    var file = Files.createTempFile(directories.scratch(), "kafka", "", OwnerOnly.FILE);
    try (var out = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
      try (var writer = Files.newBufferedWriter(file)) {
        settings.store(writer, null);
      }
      var arguments =
          new String[] {
            "format",
            "--ignore-formatted",
            "-t",
            Uuid.randomUuid().toString(),
            "-c",
            file.toString()
          };
      if (StorageTool.execute(arguments, out) != 0) {
        throw new ServicesException("Kafka could not format its data directory, " + data);
      }
    } finally {
      Files.delete(file); // it holds the password
    }
  }
}

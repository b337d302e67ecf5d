package io.parley.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [KafkaBroker] in a JVM of its own, which can be killed and paused.
final class KafkaProcess implements EmbeddedServer {
  private static final int PROBE_MILLIS = 500;

  private final Directories directories;
  private final ServicePorts ports;
  private @Nullable GuardedProcess process;

  KafkaProcess(Directories directories, ServicePorts ports) {
    this.directories = directories;
    this.ports = ports;
  }

  /// @param arguments the data directory and the ports
  public static void main(String[] arguments) throws InterruptedException {
    var ports =
        new ServicePorts(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), 0, 0);
    var broker = new KafkaBroker(new Directories(Path.of(arguments[0])), ports);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "end"));
    broker.start();
    Thread.currentThread().join();
  }

  @Override
  public void start() {
    var log = directories.log("kafka-process");
    var started =
        GuardedProcess.start(
            "kafka",
            "TERM",
            directories.run(),
            ProcessBuilder.Redirect.appendTo(log.toFile()),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                Leftovers.marker(directories.root()),
                "-cp",
                ClassPath.ours(),
                KafkaProcess.class.getName(),
                directories.root().toString(),
                Integer.toString(ports.kafka()),
                Integer.toString(ports.kafkaController())));
    process = started;
    Readiness.await("Kafka", started, log, this::probe);
  }

  /// The broker listens when it is about to serve; clients try again until it does.
  private boolean probe() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.kafka()), PROBE_MILLIS);
      return socket.isConnected();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  @Override
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public void pause() {
    if (process != null) {
      process.pause();
    }
  }

  @Override
  public void resume() {
    if (process != null) {
      process.resume();
    }
  }
}

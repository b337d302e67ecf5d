package io.parley.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/// A [KafkaBroker] in a JVM of its own, which can be killed and paused.
final class KafkaProcess extends ServerProcess {
  private static final int PROBE_MILLIS = 500;

  private final Directories directories;
  private final ServicePorts ports;

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
    start(
        "Kafka",
        "kafka",
        "TERM",
        directories,
        directories.log("kafka-process"),
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
            Integer.toString(ports.kafkaController())),
        this::probe);
  }

  /// The broker listens when it is about to serve; clients try again until it does.
  private boolean probe() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.kafka()), PROBE_MILLIS);
      return socket.isConnected();
    }
  }
}

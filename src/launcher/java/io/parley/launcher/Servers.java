package io.parley.launcher;

import io.parley.services.DataDirectory;
import io.parley.services.ServicePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The servers of one run: one, or several nodes behind nginx.
final class Servers implements AutoCloseable {
  private static final String HERE = "127.0.0.1";

  private final List<Node> nodes = new ArrayList<>();
  private volatile @Nullable Nginx nginx;

  private record Node(String name, int port, LibertyServer server) {}

  /// One, at this port.
  static Servers one(Path liberty, DataDirectory data, int port, Map<String, String> environment) {
    var servers = new Servers();
    servers.add("server", liberty, data, port, environment);
    return servers;
  }

  /// Several, at free ports; [#openTo] lets people in.
  static Servers several(
      int count, Path liberty, DataDirectory data, Map<String, String> environment) {
    var servers = new Servers();
    var own = new HashMap<>(environment);
    own.put("PARLEY_HTTP_HOST", HERE);
    own.put("PARLEY_HTTP_TRUSTED_PROXIES", HERE);
    var number = 0;
    for (int port : ServicePorts.free(count)) {
      number++;
      servers.add("node-" + number, liberty, data, port, own);
    }
    return servers;
  }

  /// @throws io.parley.services.ServicesException when one of them does not become ready in time
  void awaitReady(Duration patience) throws InterruptedException {
    for (var node : nodes) {
      node.server().awaitReady(patience);
    }
  }

  /// Puts nginx in front of the nodes, and waits until it listens.
  void openTo(String program, Path project, DataDirectory data, String listen)
      throws InterruptedException {
    var opened =
        Nginx.start(program, project, data, listen, nodes.stream().map(Node::port).toList());
    nginx = opened;
    opened.awaitReady();
  }

  /// Where each of them is, for who wants to look behind nginx.
  Map<String, String> addresses() {
    var addresses = new HashMap<String, String>();
    nodes.forEach(node -> addresses.put(node.name(), "http://%s:%d/".formatted(HERE, node.port())));
    return addresses;
  }

  /// Waits until the last of them has ended.
  ///
  /// @param ended is told of each, with a sentence
  void waitFor(Consumer<String> ended) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node ->
          threads.execute(() -> {
            try {
              ended.accept(
                  "%s has ended by itself (status %d). Its log is %s."
                      .formatted(
                          nodes.size() == 1 ? "The server" : node.name(),
                          node.server().waitFor(),
                          node.server().log()));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }));
    }
  }

  /// The nodes end in order, beside each other, and nginx last: it still has something to say.
  @Override
  public void close() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node -> threads.execute(node.server()::close));
    }
    var open = nginx;
    if (open != null) {
      open.close();
    }
  }

  private void add(
      String name, Path liberty, DataDirectory data, int port, Map<String, String> environment) {
    nodes.add(new Node(name, port, LibertyServer.start(name, liberty, data, port, environment)));
  }
}

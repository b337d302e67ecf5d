package io.parley.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// The ports of the services on 127.0.0.1. `kafkaController` is Kafka's own, internal one.
public record ServicePorts(int kafka, int kafkaController, int postgresql, int redis) {

  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 25_000;
  private static final int MOST_ATTEMPTS = 10_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  /// Ports nobody listens on at this moment, different from each other.
  public static ServicePorts free() {
    var ports = free(4);
    return new ServicePorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
  }

  /// The same ports at each start, so that tools can be pointed at them: the usual ones plus
  /// 20,000, where little else listens. Free ones instead of those that are taken.
  public static ServicePorts usual() {
    return new ServicePorts(usual(29092), usual(29093), usual(25432), usual(26379));
  }

  private static int usual(int port) {
    return isFree(port) ? port : free(1).getFirst();
  }

  /// As many free ports as asked for, all different, and none that this JVM was given before.
  ///
  /// They are below those that systems give to outgoing connections (Linux from 32768, macOS from
  /// 49152): whoever is killed and started again finds its port as it left it.
  public static List<Integer> free(int count) {
    var ports = new ArrayList<Integer>();
    for (int attempt = 0; ports.size() < count; attempt++) {
      if (attempt == MOST_ATTEMPTS) {
        throw new ServicesException("No free port was found on 127.0.0.1");
      }
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (GIVEN.add(port) && isFree(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  /// Whether something could listen on this port of 127.0.0.1 now. Ports that a dead process has
  /// left in TIME_WAIT count as free, as they do for the servers.
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

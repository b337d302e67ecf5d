package io.parley.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// The ports of the services on 127.0.0.1. `kafkaController` is Kafka's own, internal one.
public record ServicePorts(int kafka, int kafkaController, int postgresql, int redis) {

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

  /// As many free ports as asked for, all different: they are held open until the last is found.
  public static List<Integer> free(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port could be opened on 127.0.0.1", e);
    } finally {
      sockets.forEach(ServicePorts::closeQuietly);
    }
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

  private static void closeQuietly(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

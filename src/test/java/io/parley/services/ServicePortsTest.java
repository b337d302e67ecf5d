package io.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicePortsTest {
  /// Where Linux takes the ports of outgoing connections from.
  private static final int OUTGOING = 32_768;

  @Test
  void noPortIsGivenTwice() {
    List<Integer> ports = new ArrayList<>(ServicePorts.free(100));
    ports.addAll(ServicePorts.free(100));
    assertEquals(200, new HashSet<>(ports).size());
  }

  @Test
  void noOutgoingConnectionTakesAPortThatWasGiven() {
    assertTrue(ServicePorts.free(100).stream().allMatch(port -> port < OUTGOING));
  }

  @Test
  void aPortThatSomebodyListensOnIsNotFree() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFalse(ServicePorts.isFree(socket.getLocalPort()));
    }
  }
}

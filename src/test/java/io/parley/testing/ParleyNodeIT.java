package io.parley.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the fault tests rely on: a node dies, hangs and comes back at its old address.
class ParleyNodeIT {

  @Test
  void aNodeHangsDiesAndComesBackAtItsOldAddress() throws Exception {
    try (var node = TestBed.startNode("mortal", Map.of())) {
      var pid = node.pid();
      assertEquals(200, ask(node));

      node.freeze();
      assertThrows(HttpTimeoutException.class, () -> ask(node, Duration.ofSeconds(2)));
      assertTrue(node.isAlive());
      node.thaw();
      assertEquals(200, ask(node));

      node.kill();
      assertFalse(node.isAlive());
      assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
      assertThrows(IOException.class, () -> ask(node));

      node.start();
      assertEquals(200, ask(node));
    }
  }

  @Test
  void aNodeThatDoesNotStartShowsTheEndOfItsLog() {
    var failure =
        assertThrows(
            AssertionError.class,
            () -> TestBed.startNode("stillborn", Map.of("JVM_ARGS", "-XX:+NoSuchOption")));

    assertTrue(failure.toString().contains("ended while it started"), failure.toString());
    assertTrue(failure.toString().contains("NoSuchOption"), failure.toString());
  }

  private static int ask(ParleyNode node) throws IOException, InterruptedException {
    return ask(node, Duration.ofSeconds(30));
  }

  private static int ask(ParleyNode node, Duration patience)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(node.url("/health/live")).timeout(patience).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}

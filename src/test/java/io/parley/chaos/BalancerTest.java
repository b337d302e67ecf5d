package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BalancerTest {

  @Test
  void aNodeThatIsNotReadyIsTakenOutUntilItIs() throws IOException {
    AtomicBoolean ready = new AtomicBoolean(true);
    try (ServerSocket node = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Balancer balancer =
            new Balancer(List.of(new Balancer.Backend(node.getLocalPort(), ready::get)))) {
      Await.until("the node is reached", () -> reaches(balancer, node));
      assertEquals(0, balancer.takenOut());

      ready.set(false);
      Await.until("the node is taken out", () -> !reaches(balancer, node));
      assertEquals(1, balancer.takenOut());

      ready.set(true);
      Await.until("the node is reached again", () -> reaches(balancer, node));
      assertEquals(1, balancer.takenOut());
    }
  }

  @Test
  void aNodeThatDoesNotAnswerIsTakenOut() throws IOException {
    try (ServerSocket node = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Balancer balancer =
            new Balancer(
                List.of(
                    new Balancer.Backend(
                        node.getLocalPort(),
                        () -> {
                          throw new IOException("no answer");
                        })))) {
      Await.until("the node is taken out", () -> balancer.takenOut() == 1);
    }
  }

  /// The node says a byte to whoever comes.
  private static boolean reaches(Balancer balancer, ServerSocket node) throws IOException {
    node.setSoTimeout(300);
    var address = balancer.doors(0).apply(0);
    try (Socket client = new Socket(address.getAddress(), address.getPort());
        Socket accepted = node.accept()) {
      accepted.getOutputStream().write('a');
      return client.getInputStream().read() == 'a';
    } catch (IOException refused) {
      return false;
    }
  }
}

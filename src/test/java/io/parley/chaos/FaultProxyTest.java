package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private final AtomicInteger ended = new AtomicInteger();
  private ServerSocket echo;
  private FaultProxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::serve);
    proxy = FaultProxy.to(echo.getLocalPort());
    client = new Socket(proxy.address().getAddress(), proxy.address().getPort());
    client.setSoTimeout(5_000);
    assertEquals('a', echoed('a'));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    echo.close();
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket accepted = echo.accept();
        Thread.startVirtualThread(() -> answer(accepted));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException reset) {
      ended.incrementAndGet();
      return;
    }
    ended.incrementAndGet();
  }

  private int echoed(int value) throws IOException {
    client.getOutputStream().write(value);
    return client.getInputStream().read();
  }

  @Test
  void whatIsCutIsResetOnBothSides() {
    proxy.links().getFirst().cut();
    assertThrows(SocketException.class, () -> echoed('b'));
    Await.until("the server is told", () -> ended.get() == 1);
    assertEquals(0, proxy.links().size());
  }

  @Test
  void whatEndsIsClosedInOrder() throws IOException {
    proxy.links().getFirst().end();
    assertEquals(-1, client.getInputStream().read());
    Await.until("the server is told", () -> ended.get() == 1);
  }

  @Test
  void overAHalfOpenLinkNothingComesAndNobodyIsTold() throws IOException {
    proxy.links().getFirst().halfOpen();
    client.setSoTimeout(200);
    assertThrows(SocketTimeoutException.class, () -> echoed('b'));
    client.close();
    assertThrows(
        AssertionError.class,
        () ->
            Await.within(Duration.ofMillis(200))
                .check("the server is told", () -> ended.get() == 1));
  }

  @Test
  void whatIsDelayedTakesAsLongBothWays() throws IOException {
    proxy.delay(Duration.ofMillis(50));
    long began = System.nanoTime();
    assertEquals('b', echoed('b'));
    assertTrue(System.nanoTime() - began >= Duration.ofMillis(100).toNanos());
  }

  @Test
  void whoIsRefusedIsReset() throws IOException {
    proxy.refuse(true);
    try (Socket refused = new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
      refused.setSoTimeout(5_000);
      assertThrows(SocketException.class, () -> refused.getInputStream().read());
    }
    assertEquals('b', echoed('b'));
  }
}

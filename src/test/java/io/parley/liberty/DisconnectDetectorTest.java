package io.parley.liberty;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // it closes in the middle of its blocks
class DisconnectDetectorTest {
  private final DisconnectDetector detector = new DisconnectDetector(DisconnectDetector.TABLES);
  private final CompletableFuture<Boolean> left = new CompletableFuture<>();

  @BeforeEach
  void onlyLinuxHasTheTable() {
    assumeTrue(Files.isReadable(DisconnectDetector.TABLES.getFirst()));
  }

  @Test
  void whoClosesHasLeft() throws Exception {
    try (ServerSocket server = server();
        Socket client = connect(server);
        Socket here = server.accept();
        var _ = watch(here)) {
      client.close();
      Await.until("it is noticed", left::isDone);
    }
  }

  @Test
  void whoIsGoneWithAResetHasLeft() throws Exception {
    try (ServerSocket server = server();
        Socket client = connect(server);
        Socket here = server.accept();
        var _ = watch(here)) {
      client.setSoLinger(true, 0);
      client.close();
      Await.until("it is noticed", left::isDone);
    }
  }

  @Test
  void whoStaysHasNotLeftWhenAnotherDoes() throws Exception {
    CompletableFuture<Boolean> otherLeft = new CompletableFuture<>();
    try (ServerSocket server = server();
        Socket client = connect(server);
        Socket here = server.accept();
        Socket other = connect(server);
        Socket otherHere = server.accept();
        var _ = watch(here);
        var _ = watch(otherHere, otherLeft)) {
      other.close();
      Await.until("the other has left", otherLeft::isDone);
      assertFalse(left.isDone());
      client.close();
      Await.until("the first has left as well", left::isDone);
    }
  }

  @Test
  void aListenerThatHasLeftIsNotCalled() throws Exception {
    CompletableFuture<Boolean> otherLeft = new CompletableFuture<>();
    try (ServerSocket server = server();
        Socket client = connect(server);
        Socket here = server.accept()) {
      watch(here).close();
      try (var _ = watch(here, otherLeft)) {
        client.close();
        Await.until("the other has left", otherLeft::isDone);
      }
      assertFalse(left.isDone());
    }
  }

  @Test
  void newcomersDoNotMakeItLookMoreOften() throws Exception {
    try (ServerSocket server = server();
        Socket client = connect(server);
        Socket here = server.accept();
        var _ = watch(here)) {
      Await.until("it looks for the one who waits", () -> detector.looks() > 0);
      int before = detector.looks();
      long begin = System.nanoTime();
      for (int n = 0; n < 10_000; n++) {
        watch(here, new CompletableFuture<>()).close();
      }
      long tenths = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 100;
      assertTrue(detector.looks() - before <= tenths + 2, "one look in a tenth of a second");
      assertFalse(client.isClosed());
    }
  }

  @Test
  void whoIsWrittenToIsNotLookedFor() throws Exception {
    try (ServerSocket server = server();
        Socket client = connect(server);
        Socket here = server.accept();
        DisconnectDetector.Watch watch = watch(here)) {
      Await.until("it looks for the one who waits", () -> detector.looks() > 0);
      int before = detector.looks();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
      while (System.nanoTime() < end) {
        watch.written();
        Thread.onSpinWait();
      }
      assertTrue(detector.looks() - before <= 1, "writes tell who has left");
      client.close();
      Await.until("it is noticed", left::isDone);
    }
  }

  private DisconnectDetector.Watch watch(Socket here) {
    return watch(here, left);
  }

  private DisconnectDetector.Watch watch(Socket here, CompletableFuture<Boolean> told) {
    return detector.watch(
        here.getInetAddress().getHostAddress(),
        here.getPort(),
        here.getLocalPort(),
        () -> told.complete(true));
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static Socket connect(ServerSocket server) throws IOException {
    return new Socket(server.getInetAddress(), server.getLocalPort());
  }
}

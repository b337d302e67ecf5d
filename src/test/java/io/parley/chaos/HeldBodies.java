package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Requests whose bodies never end. Each begins again when the server has given it up. They come
/// from an address of their own: what an address may leave unfinished is theirs to use up, and not
/// that of everybody else.
final class HeldBodies implements AutoCloseable {
  private static final int ANNOUNCED = 1024 * 1024;
  private static final int SENT = 300 * 1024;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] ADDRESS = {127, 0, 0, 2};

  private final ParleyNode node;
  private final Tally tally;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean over;

  private HeldBodies(ParleyNode node, Tally tally) {
    this.node = node;
    this.tally = tally;
  }

  /// Half of them are imports of a guest, half requests of a program.
  static HeldBodies hold(
      ParleyNode node, ApiClient program, ApiClient guest, int count, Tally tally) {
    HeldBodies held = new HeldBodies(node, tally);
    for (int n = 0; n < count; n++) {
      boolean odd = n % 2 == 1;
      String path = odd ? "/v1/chat/completions" : "/api/conversations/import";
      String bearer = (odd ? program : guest).bearer();
      held.threads.execute(() -> held.repeat(path, bearer));
    }
    return held;
  }

  private void repeat(String path, String bearer) {
    while (!over) {
      try (Socket socket = connect()) {
        open.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(head(path, bearer));
        socket.getOutputStream().write(new byte[SENT]);
        String line =
            new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        note(line);
        open.remove(socket);
      } catch (IOException e) {
        if (!over) {
          tally.wrong("unfinished body", e.toString());
        }
      }
    }
  }

  private Socket connect() throws IOException {
    return new Socket(
        InetAddress.getLoopbackAddress(), node.port(), InetAddress.getByAddress(ADDRESS), 0);
  }

  private void note(String line) {
    switch (line) {
      case "HTTP/1.1 408" -> tally.refused("unfinished body", "408 request_timeout");
      case "HTTP/1.1 429" -> tally.refused("unfinished body", "429 rate_limited");
      case "HTTP/1.1 503" -> tally.refused("unfinished body", "503 unavailable");
      default -> {
        if (!over) {
          tally.wrong("unfinished body", line);
        }
      }
    }
  }

  private byte[] head(String path, String bearer) {
    return """
    POST %s HTTP/1.1
    Host: 127.0.0.1:%d
    Authorization: %s
    Content-Type: application/json
    Content-Length: %d

    """
        .formatted(path, node.port(), bearer, ANNOUNCED)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    over = true;
    for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
      try {
        socket.close();
      } catch (IOException e) {
        tally.wrong("unfinished body", e.toString());
      }
    }
    threads.close();
  }
}

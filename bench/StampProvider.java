import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// A stand-in for a model provider, as OpenAI's protocol has it: whatever is asked, it says the time, token by token.
final class StampProvider implements AutoCloseable {
  private final HttpServer server;
  private volatile int perSecond = FanoutBench.TOKENS_PER_SECOND;
  private volatile int tokens;

  StampProvider(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  /// How the next replies are.
  void next(int perSecond, int tokens) {
    this.perSecond = perSecond;
    this.tokens = tokens;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      long began = System.nanoTime();
      int count = tokens;
      for (int n = 0; n < count; n++) {
        long due = began + n * 1_000_000_000L / perSecond;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        event(out, "{\"content\":\"" + Stamp.now() + "\"}", "null");
      }
      event(out, "{}", "\"stop\"");
      out.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void event(OutputStream out, String delta, String finish) throws IOException {
    String json =
        "{\"id\":\"stamps\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"clock\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
            .formatted(delta, finish);
    out.write(("data: " + json + "\n\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.testing.SocketLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads that all members share: one for their sockets, one for what they do later.
final class Sockets implements AutoCloseable {
  private static final String SUBPROTOCOL = "parley.v1";

  private final SocketLoad load;
  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("chaos-clock").factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private final AtomicInteger opened = new AtomicInteger();
  private ByteBuffer last = ByteBuffer.allocate(0);
  private JsonNode lastParsed = Json.MAPPER.missingNode();

  Sockets() {
    try {
      load = new SocketLoad();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void open(InetSocketAddress address, String path, String token, SocketLoad.Listener listener) {
    load.open(address, opened.getAndIncrement(), path, token, SUBPROTOCOL, listener);
  }

  void later(Duration pause, Runnable task) {
    var _ = clock.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  void every(Duration pause, Runnable task) {
    var _ = clock.scheduleAtFixedRate(task, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Most members get the same frame: it is parsed once. For the sockets' own thread.
  JsonNode parsed(ByteBuffer message) {
    if (!message.equals(last)) {
      byte[] copy = new byte[message.remaining()];
      message.duplicate().get(copy);
      last = ByteBuffer.wrap(copy);
      try {
        lastParsed = Json.MAPPER.readTree(copy);
      } catch (IOException e) {
        throw new IllegalStateException("the server sent what is no JSON", e);
      }
    }
    return lastParsed;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      load.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.parley.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A TCP proxy on loopback that breaks what goes through it.
///
/// ```java
/// try (var proxy = FaultProxy.to(node.port())) {
///   proxy.delay(Duration.ofMillis(200));
///   proxy.links().forEach(FaultProxy.Link::cut);
/// }
/// ```
final class FaultProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean refusing;

  private FaultProxy(int target) throws IOException {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
    this.listening = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
  }

  static FaultProxy to(int port) {
    try {
      FaultProxy proxy = new FaultProxy(port);
      Thread.ofPlatform().daemon().name("fault-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
  }

  /// Everything takes this much longer, in each direction.
  void delay(Duration each) {
    delay = each;
  }

  /// Whether new connections are reset at once.
  void refuse(boolean refuse) {
    refusing = refuse;
  }

  List<Link> links() {
    return List.copyOf(links);
  }

  /// One connection through the proxy.
  final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean halfOpen;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    /// Both sides are reset.
    void cut() {
      reset(client);
      reset(server);
      links.remove(this);
    }

    /// Both sides are closed in order, as by a proxy that ends.
    void end() {
      close(client);
      close(server);
      links.remove(this);
    }

    /// Whatever is sent disappears, and neither side is told: a cable pulled out.
    void halfOpen() {
      halfOpen = true;
    }

    private void pump(Socket from, Socket to) {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (!delay.isZero()) {
            LockSupport.parkNanos(delay.toNanos());
          }
          if (!halfOpen) {
            out.write(buffer, 0, count);
          }
        }
        over(from, this::end);
      } catch (IOException e) {
        over(from, this::cut); // one side was reset: so is the other
      }
    }

    /// Over a half-open link the other side does not hear that this one has gone.
    private void over(Socket ended, Runnable tellTheOther) {
      if (halfOpen) {
        close(ended);
      } else {
        tellTheOther.run();
      }
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.startVirtualThread(() -> connect(client));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    try {
      if (refusing) {
        reset(client);
        return;
      }
      server.connect(target);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      reset(client); // there is no server: the client is told as if it had asked it
      return;
    }
    Link link = new Link(client, server);
    links.add(link);
    Thread.startVirtualThread(() -> link.pump(client, server));
    Thread.startVirtualThread(() -> link.pump(server, client));
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      return; // it is closed already
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links().forEach(Link::cut);
  }
}

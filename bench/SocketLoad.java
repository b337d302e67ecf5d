import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/// Thousands of WebSocket clients (RFC 6455) on one selector and one thread, so that the load costs
/// the machine little beside the server it measures. Knows text frames, fragments, pings and close.
final class SocketLoad implements AutoCloseable {
  /// Called on the one thread.
  interface Listener {
    void open(Socket socket);

    /// @param message the whole text message, as bytes; only valid during the call
    void message(Socket socket, ByteBuffer message, long arrivedMicros);

    void closed(Socket socket, String why);
  }

  private final Selector selector;
  private final Listener listener;
  private final InetSocketAddress address;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(256 * 1024);
  private final Thread thread;
  private volatile boolean closing;

  SocketLoad(String host, int port, Listener listener) throws IOException {
    this.address = new InetSocketAddress(host, port);
    this.selector = Selector.open();
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("load").start(this::run);
  }

  /// One client.
  final class Socket {
    final int index;
    private final SocketChannel channel;
    private final ArrayDeque<ByteBuffer> outgoing = new ArrayDeque<>();
    private byte[] buffered = new byte[4096];
    private int length;
    private byte[] message = new byte[0];
    private boolean upgraded;
    long frames;

    Socket(int index, SocketChannel channel) {
      this.index = index;
      this.channel = channel;
    }

    /// Sends a text frame; from any thread.
    void send(String text) {
      execute(() -> write(frame(0x1, text.getBytes(StandardCharsets.UTF_8))));
    }

    private void write(ByteBuffer bytes) {
      outgoing.add(bytes);
      flush();
    }

    private void flush() {
      try {
        while (!outgoing.isEmpty()) {
          channel.write(outgoing.peek());
          if (outgoing.peek().hasRemaining()) {
            break;
          }
          outgoing.remove();
        }
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
          key.interestOps(SelectionKey.OP_READ | (outgoing.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
      } catch (IOException e) {
        end(this, e.toString());
      }
    }

    private void receive(ByteBuffer bytes, long arrived) {
      if (length + bytes.remaining() > buffered.length) {
        buffered = Arrays.copyOf(buffered, Math.max(buffered.length * 2, length + bytes.remaining()));
      }
      int count = bytes.remaining();
      bytes.get(buffered, length, count);
      length += count;
      int at = upgraded ? 0 : handshake();
      if (!upgraded) {
        return;
      }
      int next = frameAt(at, arrived);
      while (next > at) {
        at = next;
        next = frameAt(at, arrived);
      }
      System.arraycopy(buffered, at, buffered, 0, length - at);
      length -= at;
    }

    private int handshake() {
      String head = new String(buffered, 0, length, StandardCharsets.ISO_8859_1);
      int end = head.indexOf("\r\n\r\n");
      if (end < 0) {
        return 0;
      }
      if (!head.startsWith("HTTP/1.1 101")) {
        end(this, head.lines().findFirst().orElse(""));
        return 0;
      }
      upgraded = true;
      listener.open(this);
      return end + 4;
    }

    /// Reads one frame, and returns where the next begins; the same place if it is not whole yet.
    private int frameAt(int at, long arrived) {
      if (length - at < 2) {
        return at;
      }
      int first = buffered[at] & 0xff;
      long size = buffered[at + 1] & 0x7f;
      int head = 2;
      if (size == 126) {
        head = 4;
      } else if (size == 127) {
        head = 10;
      }
      if (length - at < head) {
        return at;
      }
      if (head > 2) {
        size = 0;
        for (int i = at + 2; i < at + head; i++) {
          size = size << 8 | (buffered[i] & 0xff);
        }
      }
      if (length - at - head < size) {
        return at;
      }
      take(first, at + head, (int) size, arrived);
      return at + head + (int) size;
    }

    private void take(int first, int from, int size, long arrived) {
      int opcode = first & 0x0f;
      boolean last = (first & 0x80) != 0;
      switch (opcode) {
        case 0x0, 0x1 -> {
          frames++;
          if (last && message.length == 0) {
            listener.message(this, ByteBuffer.wrap(buffered, from, size), arrived);
          } else {
            int before = message.length;
            message = Arrays.copyOf(message, before + size);
            System.arraycopy(buffered, from, message, before, size);
            if (last) {
              byte[] whole = message;
              message = new byte[0];
              listener.message(this, ByteBuffer.wrap(whole), arrived);
            }
          }
        }
        case 0x8 ->
            end(this, "closed with " + (size < 2 ? "no code" : String.valueOf(
                (buffered[from] & 0xff) << 8 | (buffered[from + 1] & 0xff))));
        case 0x9 -> write(frame(0xA, Arrays.copyOfRange(buffered, from, from + size)));
        default -> {}
      }
    }
  }

  /// Opens a client; from any thread.
  void open(int index, String path, String bearer, String subprotocol) {
    execute(
        () -> {
          try {
            SocketChannel channel = SocketChannel.open(address);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Socket socket = new Socket(index, channel);
            channel.register(selector, SelectionKey.OP_READ, socket);
            byte[] key = new byte[16];
            ThreadLocalRandom.current().nextBytes(key);
            socket.write(
                ByteBuffer.wrap(
                    ("GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ":"
                            + address.getPort() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(key)
                            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: "
                            + subprotocol + "\r\nAuthorization: Bearer " + bearer + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  static long micros() {
    var now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  private void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void run() {
    try {
      while (!closing) {
        selector.select();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long arrived = micros();
        for (SelectionKey key : selector.selectedKeys()) {
          Socket socket = (Socket) key.attachment();
          if (key.isValid() && key.isWritable()) {
            socket.flush();
          }
          if (key.isValid() && key.isReadable()) {
            read(socket, arrived);
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Socket socket, long arrived) {
    incoming.clear();
    try {
      if (socket.channel.read(incoming) < 0) {
        end(socket, "end of stream");
        return;
      }
    } catch (IOException e) {
      end(socket, e.toString());
      return;
    }
    incoming.flip();
    socket.receive(incoming, arrived);
  }

  private void end(Socket socket, String why) {
    if (socket.channel.isOpen()) {
      try {
        socket.channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!closing) {
        listener.closed(socket, why);
      }
    }
  }

  private static ByteBuffer frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    int mask = ThreadLocalRandom.current().nextInt();
    frame.putInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3)))));
    }
    return frame.flip();
  }

  @Override
  public void close() throws IOException {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}

package io.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Thousands of WebSocket clients (RFC 6455) on one selector and one thread, so that the load costs
/// the machine little beside the server it measures. Knows text frames, fragments, pings and close.
public final class SocketLoad implements AutoCloseable {
  /// Called on the one thread.
  public interface Listener {
    /// A connection is being made, and nothing has been answered yet.
    default void opening(Socket socket) {}

    void open(Socket socket);

    /// @param message the whole text message, as bytes; only valid during the call
    void message(Socket socket, ByteBuffer message, long arrivedMicros);

    /// @param why for people; the code is in [Socket#closeCode]
    void closed(Socket socket, String why);
  }

  private static final byte[] NOTHING = {};
  private static final int CHUNK_BYTES = 256 * 1024;

  private final Selector selector;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final Thread thread;
  private volatile boolean closing;

  public SocketLoad() throws IOException {
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().name("load").start(this::run);
  }

  /// One client.
  public final class Socket {
    private final int index;
    private final SocketChannel channel;
    private final Listener listener;
    private final ArrayDeque<ByteBuffer> outgoing = new ArrayDeque<>(1);

    /// What came of a frame, or of the handshake, that is not whole yet: mostly nothing, so that
    /// thousands of clients take little memory.
    private byte[] rest = NOTHING;

    private byte[] message = NOTHING;
    private boolean upgraded;
    private boolean reading = true;
    private final AtomicLong frames = new AtomicLong();
    private volatile int closeCode;

    private Socket(int index, SocketChannel channel, Listener listener) {
      this.index = index;
      this.channel = channel;
      this.listener = listener;
    }

    /// What the one who opened it calls it by.
    public int index() {
      return index;
    }

    /// Data frames received.
    public long frames() {
      return frames.get();
    }

    /// The code the server closed with, once it has; 0 before that, and where it gave none.
    public int closeCode() {
      return closeCode;
    }

    /// The port on this side, by which a proxy in between knows this socket.
    public int localPort() {
      return channel.socket().getLocalPort();
    }

    /// Sends a text frame; from any thread.
    public void send(String text) {
      execute(() -> write(frame(0x1, text.getBytes(StandardCharsets.UTF_8))));
    }

    /// Reads no more, and says nothing of it.
    public void stopReading() {
      execute(() -> {
        reading = false;
        flush();
      });
    }

    /// Vanishes: a reset, and no close frame. The listener is told as of any other end.
    public void cut() {
      execute(() -> {
        if (channel.isOpen()) {
          try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          end(this, "cut");
        }
      });
    }

    private void write(ByteBuffer bytes) {
      outgoing.add(bytes);
      flush();
    }

    private void connected() {
      try {
        channel.finishConnect();
        flush();
      } catch (IOException e) {
        end(this, e.toString());
      }
    }

    private void flush() {
      if (!channel.isConnected()) {
        return;
      }
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
          key.interestOps(
              (reading ? SelectionKey.OP_READ : 0)
                  | (outgoing.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
      } catch (IOException e) {
        end(this, e.toString());
      }
    }

    /// @param chunk what was read, at its beginning
    private void receive(byte[] chunk, int count) {
      byte[] bytes = chunk;
      int length = count;
      if (rest.length > 0) {
        bytes = Arrays.copyOf(rest, rest.length + count);
        System.arraycopy(chunk, 0, bytes, rest.length, count);
        length = bytes.length;
      }
      long arrived = micros();
      int at = upgraded ? 0 : handshake(bytes, length);
      if (upgraded) {
        int next = frameAt(bytes, at, length, arrived);
        while (next > at) {
          at = next;
          next = frameAt(bytes, at, length, arrived);
        }
      }
      rest = at == length ? NOTHING : Arrays.copyOfRange(bytes, at, length);
    }

    private int handshake(byte[] bytes, int length) {
      String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
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
    private int frameAt(byte[] bytes, int at, int length, long arrived) {
      if (length - at < 2) {
        return at;
      }
      int first = bytes[at] & 0xff;
      long size = bytes[at + 1] & 0x7f;
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
          size = size << 8 | (bytes[i] & 0xff);
        }
      }
      if (length - at - head < size) {
        return at;
      }
      take(first, bytes, at + head, (int) size, arrived);
      return at + head + (int) size;
    }

    private void take(int first, byte[] bytes, int from, int size, long arrived) {
      int opcode = first & 0x0f;
      boolean last = (first & 0x80) != 0;
      switch (opcode) {
        case 0x0, 0x1 -> {
          frames.incrementAndGet();
          if (last && message.length == 0) {
            listener.message(this, ByteBuffer.wrap(bytes, from, size), arrived);
          } else {
            int before = message.length;
            message = Arrays.copyOf(message, before + size);
            System.arraycopy(bytes, from, message, before, size);
            if (last) {
              byte[] whole = message;
              message = NOTHING;
              listener.message(this, ByteBuffer.wrap(whole), arrived);
            }
          }
        }
        case 0x8 -> {
          closeCode = size < 2 ? 0 : (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
          end(this, "closed with " + (size < 2 ? "no code" : String.valueOf(closeCode)));
        }
        case 0x9 -> write(frame(0xA, Arrays.copyOfRange(bytes, from, from + size)));
        default -> {}
      }
    }
  }

  /// Opens a client; from any thread.
  public void open(
      InetSocketAddress address,
      int index,
      String path,
      String bearer,
      String subprotocol,
      Listener listener) {
    List<String> headers =
        List.of("Sec-WebSocket-Protocol: " + subprotocol, "Authorization: Bearer " + bearer);
    open(address, index, path, headers, listener);
  }

  /// The same with any headers.
  public void open(
      InetSocketAddress address, int index, String path, List<String> headers, Listener listener) {
    execute(() -> {
      try {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Socket socket = new Socket(index, channel, listener);
        socket.outgoing.add(request(address, path, headers));
        listener.opening(socket);
        channel.register(selector, SelectionKey.OP_CONNECT, socket);
        if (channel.connect(address)) {
          socket.connected();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static ByteBuffer request(InetSocketAddress address, String path, List<String> headers) {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    String head =
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: " + address.getHostString() + ":" + address.getPort(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(key),
            "Sec-WebSocket-Version: 13",
            headers.stream().map(header -> header + "\r\n").collect(Collectors.joining()),
            "");
    return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
  }

  /// The time since 1970.
  public static long micros() {
    Instant now = Instant.now();
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
        for (SelectionKey key : selector.selectedKeys()) {
          Socket socket = (Socket) key.attachment();
          if (key.isValid() && key.isConnectable()) {
            socket.connected();
          }
          if (key.isValid() && key.isWritable()) {
            socket.flush();
          }
          if (key.isValid() && key.isReadable()) {
            read(socket);
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Socket socket) {
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
    int count = incoming.remaining();
    incoming.get(chunk, 0, count);
    socket.receive(chunk, count);
  }

  private void end(Socket socket, String why) {
    if (socket.channel.isOpen()) {
      try {
        socket.channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!closing) {
        socket.listener.closed(socket, why);
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

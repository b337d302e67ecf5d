package io.parley.chaos;

import io.parley.testing.ApiClient;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A WebSocket that sends whatever bytes it is given and tells what comes back.
final class RawSocket implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /// What the server sent, or did.
  sealed interface Heard {
    record Message(String text) implements Heard {}

    record Pong(String payload) implements Heard {}

    record Ping() implements Heard {}

    /// @param code 0 where the server gave none
    record Close(int code) implements Heard {}

    /// The connection ended without a close frame.
    record End() implements Heard {}

    /// Nothing came.
    record Silence() implements Heard {}
  }

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  static RawSocket open(ApiClient who, Room room) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), who.node().port());
    socket.setTcpNoDelay(true);
    RawSocket opened = new RawSocket(socket);
    // a server that neither reads nor closes must not hold whoever writes to it for ever
    CompletableFuture.delayedExecutor(LONGEST.toSeconds(), TimeUnit.SECONDS).execute(opened::close);
    opened.send(
        Frames.ascii(
            String.join(
                "\r\n",
                "GET /ws/rooms/" + room.name() + " HTTP/1.1",
                "Host: 127.0.0.1:" + who.node().port(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Protocol: parley.v1",
                "Authorization: " + who.bearer(),
                "",
                "")));
    String head = opened.head();
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + head.lines().findFirst().orElse("nothing"));
    }
    return opened;
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// In writes of so many bytes each.
  void send(byte[] bytes, int chop) throws IOException {
    for (int from = 0; from < bytes.length; from += chop) {
      out.write(bytes, from, Math.min(chop, bytes.length - from));
      out.flush();
    }
  }

  /// The next frame; fragments of a message are put together.
  Heard next(Duration patience) throws IOException {
    socket.setSoTimeout(Math.max(1, (int) patience.toMillis()));
    StringBuilder message = new StringBuilder();
    try {
      while (true) {
        int first = in.readUnsignedByte();
        byte[] payload = new byte[length()];
        in.readFully(payload);
        String text = new String(payload, StandardCharsets.UTF_8);
        switch (first & 0xf) {
          case Frames.CLOSE -> {
            return new Heard.Close(
                payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff));
          }
          case Frames.PONG -> {
            return new Heard.Pong(text);
          }
          case Frames.PING -> {
            return new Heard.Ping();
          }
          default -> {
            message.append(text);
            if ((first & 0x80) != 0) {
              return new Heard.Message(message.toString());
            }
          }
        }
      }
    } catch (SocketTimeoutException e) {
      return new Heard.Silence();
    } catch (EOFException e) {
      return new Heard.End();
    } catch (IOException reset) {
      // ours, by the deadline: the server has said and done nothing
      return socket.isClosed() ? new Heard.Silence() : new Heard.End();
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte() & 0x7f;
    return switch (length) {
      case 126 -> in.readUnsignedShort();
      case 127 -> (int) in.readLong();
      default -> length;
    };
  }

  @Override
  public void close() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      return; // the other side was first
    }
  }
}

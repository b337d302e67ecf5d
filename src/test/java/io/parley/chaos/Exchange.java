package io.parley.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// One request as bytes, and all of what came back.
///
/// @param status 0 where the connection ended without an answer, which is what Liberty does to
///   requests that are none
/// @param text status line, headers and body, without the marks of chunks
record Exchange(int status, String text) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// For what stays open: a stream of events, a WebSocket.
  private static final Duration LISTENING = Duration.ofMillis(400);

  private static final int MOST_BYTES = 4 << 20;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String CHUNK_MARK = "\r\n[0-9a-fA-F]{1,8}\r\n";

  /// @throws SocketTimeoutException if nothing comes back
  static Exchange of(int port, byte[] request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      receive(socket, answer);
    } catch (SocketTimeoutException silent) {
      throw silent;
    } catch (IOException reset) {
      return read(answer);
    }
    return read(answer);
  }

  private static void receive(Socket socket, ByteArrayOutputStream answer) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8 * 1024];
    long end = Long.MAX_VALUE;
    while (answer.size() < MOST_BYTES && System.nanoTime() < end) {
      int count;
      try {
        count = in.read(buffer);
      } catch (SocketTimeoutException silent) {
        if (end < Long.MAX_VALUE) {
          return;
        }
        throw silent;
      }
      if (count < 0) {
        return;
      }
      answer.write(buffer, 0, count);
      if (end == Long.MAX_VALUE && staysOpen(answer)) {
        end = System.nanoTime() + LISTENING.toNanos();
        socket.setSoTimeout((int) LISTENING.toMillis());
      }
    }
  }

  private static boolean staysOpen(ByteArrayOutputStream answer) {
    String begun = answer.toString(StandardCharsets.ISO_8859_1);
    return begun.startsWith("HTTP/1.1 101")
        || begun.toLowerCase(Locale.ROOT).contains("content-type: text/event-stream");
  }

  private static Exchange read(ByteArrayOutputStream answer) {
    String text = answer.toString(StandardCharsets.UTF_8);
    int status =
        text.startsWith("HTTP/1.1 ") && text.length() >= 12
            ? Integer.parseInt(text.substring(9, 12).strip())
            : 0;
    return new Exchange(status, unchunked(text));
  }

  /// A word that lies across two chunks is one again.
  static String unchunked(String text) {
    int end = text.indexOf(END_OF_HEAD);
    if (end < 0 || !text.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      return text;
    }
    int body = end + END_OF_HEAD.length();
    return text.substring(0, body) + ("\r\n" + text.substring(body)).replaceAll(CHUNK_MARK, "");
  }

  String body() {
    int end = text.indexOf(END_OF_HEAD);
    return end < 0 ? "" : text.substring(end + END_OF_HEAD.length());
  }
}

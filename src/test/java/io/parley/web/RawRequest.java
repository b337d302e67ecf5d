package io.parley.web;

import io.parley.testing.ParleyNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request as no HTTP client would send it, byte by byte.
final class RawRequest {
  private static final int PATIENCE_MILLIS = 30_000;

  private final ParleyNode node;
  private final String method;
  private final String path;
  private final List<String> headers = new ArrayList<>();
  private Optional<String> host;
  private String body = "";

  private RawRequest(ParleyNode node, String method, String path) {
    this.node = node;
    this.method = method;
    this.path = path;
    this.host = Optional.of("127.0.0.1:" + node.port());
  }

  static RawRequest to(ParleyNode node, String method, String path) {
    return new RawRequest(node, method, path);
  }

  static RawRequest get(ParleyNode node, String path) {
    return to(node, "GET", path);
  }

  RawRequest host(String name) {
    host = Optional.of(name);
    return this;
  }

  RawRequest with(String name, String value) {
    headers.add(name + ": " + value);
    return this;
  }

  RawRequest body(String type, String text) {
    body = text;
    return with("Content-Type", type)
        .with("Content-Length", Integer.toString(text.getBytes(StandardCharsets.UTF_8).length));
  }

  /// Sends it, and reads to the end of the connection.
  Answer send() throws IOException {
    try (Socket socket = begin()) {
      return Answer.of(socket);
    }
  }

  /// Sends what there is and leaves the connection open, for what is to follow.
  Socket begin() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    host.ifPresent(name -> text.append("Host: ").append(name).append("\r\n"));
    headers.forEach(header -> text.append(header).append("\r\n"));
    text.append("Connection: close\r\n\r\n").append(body);
    socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /// An answer's status, headers and body, as they came.
  record Answer(int status, List<String> headers, String body) {
    private static final Pattern LENGTH =
        Pattern.compile(
            "^content-length: *(\\d+)\r?$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    static Answer of(Socket socket) throws IOException {
      return of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    /// Reads no further than the answer goes: a connection whose request was not read to its end is
    /// closed later.
    static Answer whole(Socket socket) throws IOException {
      StringBuilder text = new StringBuilder();
      byte[] chunk = new byte[8 * 1024];
      while (!isWhole(text)) {
        int count = socket.getInputStream().read(chunk);
        if (count < 0) {
          break;
        }
        text.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
      }
      return of(text.toString());
    }

    private static boolean isWhole(StringBuilder text) {
      int head = text.indexOf("\r\n\r\n");
      Matcher length = LENGTH.matcher(text);
      return head >= 0
          && (length.find()
              ? text.length() - head - 4 >= Integer.parseInt(length.group(1))
              : text.toString().endsWith("\r\n0\r\n\r\n"));
    }

    private static Answer of(String text) throws IOException {
      String[] parts = text.split("\r\n\r\n", 2);
      List<String> lines = parts[0].lines().toList();
      if (!lines.getFirst().startsWith("HTTP/1.1 ")) {
        throw new IOException("no answer: " + text);
      }
      return new Answer(
          Integer.parseInt(lines.getFirst().split(" ", 3)[1]),
          lines.subList(1, lines.size()),
          parts.length > 1 ? parts[1] : "");
    }

    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }
  }
}

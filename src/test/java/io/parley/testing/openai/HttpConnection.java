package io.parley.testing.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// One client's connection, HTTP/1.1 with keep-alive. While an answer is written by another thread,
/// this one goes on reading: that is how it sees the client hang up at once.
final class HttpConnection {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /// Answers a request; runs on a thread of its own.
  interface Responder {
    void answer(RecordedRequest request, HttpConnection connection) throws IOException;
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final AtomicInteger served = new AtomicInteger();

  HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  void serve(Responder responder) throws IOException {
    try (socket) {
      for (var next = read(); next.isPresent(); next = read()) {
        RecordedRequest request = next.get();
        Thread.startVirtualThread(() -> answer(request, responder));
        in.mark(1);
        if (end() && !request.answered().isDone()) {
          request.closedByClient().complete(Instant.now());
          return;
        }
        in.reset();
        request.answered().join();
        served.incrementAndGet();
      }
    }
  }

  /// Blocks until the client sends more, or is gone.
  private boolean end() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private void answer(RecordedRequest request, Responder responder) {
    try {
      responder.answer(request, this);
    } catch (IOException e) {
      // The client is gone, which the reading side records.
      request.closedByClient().complete(Instant.now());
    } finally {
      request.answered().complete(Instant.now());
    }
  }

  /// How many requests were answered on it.
  int served() {
    return served.get();
  }

  /// Closes it as a server does that has had it open for long enough.
  void close() throws IOException {
    socket.close();
  }

  void send(int status, Map<String, String> headers, String body) throws IOException {
    send(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  void send(int status, Map<String, String> headers, byte[] bytes) throws IOException {
    write(head(status, headers, "content-length: " + bytes.length));
    out.write(bytes);
    out.flush();
  }

  void sendHead(int status, Map<String, String> headers) throws IOException {
    write(head(status, headers, "transfer-encoding: chunked"));
  }

  void sendChunk(byte[] bytes, int from, int to) throws IOException {
    byte[] size = (Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] chunk = new byte[size.length + to - from + 2];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(bytes, from, chunk, size.length, to - from);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    out.write(chunk);
    out.flush();
  }

  void sendEnd() throws IOException {
    write("0\r\n\r\n");
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String head(int status, Map<String, String> headers, String framing) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + status + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head + framing + "\r\n\r\n";
  }

  private Optional<RecordedRequest> read() throws IOException {
    String start = line();
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = start.split(" ", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = body(headers);
    JsonNode json = body.length == 0 ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(body);
    return Optional.of(
        new RecordedRequest(
            COUNT.incrementAndGet(),
            Instant.now(),
            parts[0],
            parts[1],
            Map.copyOf(headers),
            json,
            new CompletableFuture<>(),
            new CompletableFuture<>()));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  /// A line without its ending; empty at the end of the stream as well.
  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0 && line.size() > 0) {
        throw new EOFException("in the middle of a line");
      }
      if (next < 0 || next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
  }
}

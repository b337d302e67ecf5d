package io.parley.start;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// Answers as api.adoptium.net does, and serves what it names.
final class AdoptiumServer implements AutoCloseable {
  private final HttpServer server;
  private final byte[] archive;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch downloading = new CountDownLatch(1);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String checksum;
  private volatile long size;
  private volatile boolean none;
  private volatile Download download = Download.WHOLE;

  /// What becomes of the download.
  enum Download {
    WHOLE,
    MISSING,
    CUT,
    STUCK
  }

  AdoptiumServer(byte[] archive) throws IOException {
    this.archive = archive;
    this.checksum = sha256(archive);
    this.size = archive.length;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.createContext("/v3/assets/latest/", this::answer);
    server.createContext("/temurin/", this::serve);
    server.start();
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /// The paths and queries that were asked for.
  List<String> asked() {
    return List.copyOf(asked);
  }

  AdoptiumServer download(Download how) {
    download = how;
    return this;
  }

  AdoptiumServer claim(String otherChecksum) {
    checksum = otherChecksum;
    return this;
  }

  AdoptiumServer claim(long otherSize) {
    size = otherSize;
    return this;
  }

  AdoptiumServer offerNone() {
    none = true;
    return this;
  }

  void awaitDownload() throws InterruptedException {
    downloading.await();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }

  /// As the API of November 2026 does, with fewer fields.
  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    var json =
        none
            ? "[]"
            : """
            [
                {
                    "binary": {
                        "architecture": "x64",
                        "download_count": 1234,
                        "image_type": "jdk",
                        "installer": {
                            "checksum": "%1$s",
                            "link": "%2$s/temurin/installer.pkg",
                            "name": "installer.pkg",
                            "size": 7
                        },
                        "jvm_impl": "hotspot",
                        "os": "linux",
                        "package": {
                            "checksum": "%3$s",
                            "checksum_link": "%2$s/temurin/jdk.tar.gz.sha256.txt",
                            "download_count": 1234,
                            "link": "%2$s/temurin/jdk.tar.gz",
                            "metadata_link": "%2$s/temurin/jdk.tar.gz.json",
                            "name": "OpenJDK99U-jdk_x64_linux_hotspot_99.0.1_1.tar.gz",
                            "signature_link": "%2$s/temurin/jdk.tar.gz.sig",
                            "size": %4$d
                        },
                        "project": "jdk",
                        "updated_at": "2026-10-21T12:29:52Z"
                    },
                    "release_link": "%2$s/temurin/release",
                    "release_name": "jdk-99.0.1+1",
                    "vendor": "eclipse",
                    "version": { "major": 99, "semver": "99.0.1+1" }
                }
            ]
            """
                .formatted("0".repeat(64), address(), checksum, size);
    send(exchange, 200, json.getBytes(StandardCharsets.UTF_8));
  }

  private void serve(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    if (download == Download.MISSING || !exchange.getRequestURI().getPath().endsWith(".tar.gz")) {
      send(exchange, 404, new byte[0]);
      return;
    }
    if (download == Download.WHOLE) {
      send(exchange, 200, archive);
      return;
    }
    exchange.sendResponseHeaders(200, archive.length);
    exchange.getResponseBody().write(archive, 0, archive.length / 2);
    exchange.getResponseBody().flush();
    downloading.countDown();
    if (download == Download.STUCK) {
      awaitClose();
    }
    exchange.close();
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("Every JDK has SHA-256", e));
    }
  }
}

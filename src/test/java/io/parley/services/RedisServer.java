package io.parley.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/// Redis, with an append-only file, so that a restart finds what was there.
final class RedisServer implements EmbeddedServer {
  private final Directories directories;
  private final int port;
  private @Nullable GuardedProcess process;

  RedisServer(Directories directories, int port) {
    this.directories = directories;
    this.port = port;
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void start() {
    var log = directories.log("redis");
    var command =
        List.of(
            executable().toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--dir",
            directories.data("redis").toString(),
            "--appendonly",
            "yes",
            "--save",
            "",
            "--maxmemory",
            "128mb",
            "--maxmemory-policy",
            "noeviction");
    var started =
        GuardedProcess.start(
            "redis",
            "TERM",
            directories.run(),
            ProcessBuilder.Redirect.appendTo(log.toFile()),
            Map.of(),
            command);
    process = started;
    Readiness.await("Redis", started, log, this::ping);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  @Override
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public void pause() {
    if (process != null) {
      process.pause();
    }
  }

  @Override
  public void resume() {
    if (process != null) {
      process.resume();
    }
  }

  /// A Redis that is still reading its append-only file answers `-LOADING`.
  private String ping() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      if (!"+PONG".equals(answer)) {
        throw new IOException("Redis answered " + answer);
      }
      return answer;
    }
  }

  private Path executable() {
    var target = directories.binaries().resolve("redis-server");
    if (Files.exists(target)) {
      return target;
    }
    try {
      Files.createDirectories(target.getParent());
      var unpacked =
          ExecutableProvider.newJarResourceProvider(directories.scratch().toFile()).get();
      Files.setPosixFilePermissions(
          unpacked.toPath(), PosixFilePermissions.fromString("rwx------"));
      return Files.move(unpacked.toPath(), target);
    } catch (IOException e) {
      throw new ServicesException("Redis could not be unpacked: " + e.getMessage(), e);
    }
  }
}

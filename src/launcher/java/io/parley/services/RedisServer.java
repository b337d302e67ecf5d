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
import redis.embedded.core.ExecutableProvider;

/// Redis, with an append-only file, so that a restart finds what was there. It listens on 127.0.0.1
/// only, and asks for a password.
final class RedisServer extends ServerProcess {
  private final Directories directories;
  private final int port;
  private final String password;

  RedisServer(Directories directories, int port) {
    this.directories = directories;
    this.port = port;
    this.password = directories.password("redis").readOrMake();
  }

  String url() {
    return "redis://:%s@127.0.0.1:%d".formatted(password, port);
  }

  @Override
  public void start() {
    start(
        "Redis",
        "redis",
        "TERM",
        directories,
        directories.log("redis"),
        List.of(executable().toString(), configuration().toString()),
        this::ping);
  }

  /// A Redis that is still reading its append-only file answers `-LOADING`.
  private String ping() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket
          .getOutputStream()
          .write("AUTH %s\r\nPING\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
      var answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var answer = answers.readLine() + " " + answers.readLine();
      if (!"+OK +PONG".equals(answer)) {
        throw new IOException("Redis answered " + answer);
      }
      return answer;
    }
  }

  /// In a file: what is on a command line, everybody can see.
  private Path configuration() {
    var file = directories.run().resolve("redis.conf");
    try {
      Files.deleteIfExists(file);
      Files.createFile(file, OwnerOnly.FILE);
      return Files.writeString(
          file,
          """
          bind 127.0.0.1
          port %d
          requirepass %s
          dir "%s"
          appendonly yes
          save ""
          maxmemory 128mb
          maxmemory-policy noeviction
          """
              .formatted(port, password, quoted(directories.data("redis"))));
    } catch (IOException e) {
      throw new ServicesException(
          "The file %s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
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

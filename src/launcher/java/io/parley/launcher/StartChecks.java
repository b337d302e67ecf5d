package io.parley.launcher;

import io.parley.services.DataDirectory;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What can be known to be wrong before anything is started, in one sentence each.
///
/// Run twice: by Maven before it touches the server's directory, which may be in use, and by the
/// [Supervisor] when it starts. In Maven it also writes down how the supervisor is started.
public final class StartChecks {
  static final int DEFAULT_HTTP_PORT = 9080;
  private static final int MIN_ADMIN_TOKEN = 24;
  private static final long MEGABYTE = 1_000_000;
  private static final long NEEDED_MEGABYTES = 500;

  private final Map<String, String> environment;

  StartChecks(Map<String, String> environment) {
    this.environment = environment;
  }

  /// Ends Maven with a sentence and status 1 if Parley cannot start.
  ///
  /// @param args the project directory and the directory of the Liberty installation
  public static void main(String[] args) {
    try {
      var project = Path.of(args[0]);
      var checks = new StartChecks(DotEnv.with(project.resolve(".env"), System.getenv()));
      DataDirectory.claim(checks.dataDirectory(project)).close();
      var _ = checks.httpPort();
      checks.adminToken();
      if (checks.nodes() > 1) {
        var _ = checks.nginx();
      }
      SupervisorCommand.write(project.resolve("target/supervisor.args"), List.of(args));
    } catch (ServicesException e) {
      System.err.println("[ERROR] " + e.getMessage()); // as Maven's own
      System.exit(1);
    }
  }

  /// `.parley` in the project, or `PARLEY_DATA`: ours or empty, with some space left.
  Path dataDirectory(Path project) {
    var path = project.resolve(environment.getOrDefault("PARLEY_DATA", ".parley")).normalize();
    try {
      DataDirectory.chosen(path);
      long free = Files.getFileStore(path).getUsableSpace() / MEGABYTE;
      if (free < NEEDED_MEGABYTES) {
        throw new ServicesException(
            "The disk is full: Parley needs %d MB below %s and %d MB are left (PARLEY_DATA chooses another directory)."
                .formatted(NEEDED_MEGABYTES, path, free));
      }
      return path;
    } catch (IOException e) {
      throw new ServicesException(
          "Parley cannot write to its data directory %s: %s (PARLEY_DATA chooses another one)."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /// `PARLEY_HTTP_PORT`, or 9080, if nothing listens there yet.
  int httpPort() {
    int port = parsePort(environment.getOrDefault("PARLEY_HTTP_PORT", "" + DEFAULT_HTTP_PORT));
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return port;
    } catch (IOException e) {
      throw new ServicesException(
          "Port %d is in use by another program: stop that, or choose another port, as in PARLEY_HTTP_PORT=%d ./mvnw"
              .formatted(port, port + 1),
          e);
    }
  }

  /// `PARLEY_ADMIN_TOKEN`, if it is set, is long enough for the server to start with it.
  void adminToken() {
    var token = environment.getOrDefault("PARLEY_ADMIN_TOKEN", "").strip();
    if (!token.isEmpty() && token.length() < MIN_ADMIN_TOKEN) {
      throw new ServicesException(
          "PARLEY_ADMIN_TOKEN has fewer than %d characters: set a random one, such as `openssl rand -base64 32` prints, or leave it out and Parley makes one."
              .formatted(MIN_ADMIN_TOKEN));
    }
  }

  /// `PARLEY_NODES`, or one.
  int nodes() {
    var text = environment.getOrDefault("PARLEY_NODES", "1");
    if (text.strip().matches("[1-9]")) {
      return Integer.parseInt(text.strip());
    }
    throw new ServicesException("PARLEY_NODES is not a number from 1 to 9: " + text);
  }

  /// The path of nginx, which stands in front of several nodes.
  String nginx() {
    return NginxPackage.find(environment);
  }

  private static int parsePort(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port > 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new ServicesException("PARLEY_HTTP_PORT is not a port number: " + text, e);
    }
    throw new ServicesException("PARLEY_HTTP_PORT is not a port number: " + text);
  }
}

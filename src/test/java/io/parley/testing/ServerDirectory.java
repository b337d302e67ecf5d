package io.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The directory of one node: its copy of the server that Maven has set up, its log, its process
/// id. Nothing in it is shared with other nodes or with the server of `./mvnw`; only Liberty itself
/// is, which nobody writes to.
///
/// @param liberty the Liberty installation
/// @param root absolute
/// @param serverName what Liberty calls the server
record ServerDirectory(Path liberty, Path root, String serverName) {

  /// A new directory, in the place of what was there.
  ///
  /// @param template the server directory to copy, with its application
  static ServerDirectory create(Path liberty, Path template, Path root, String serverName) {
    if (!Files.isDirectory(template)) {
      throw new IllegalStateException(
          "There is no server in %s: Maven sets it up before the integration tests (./mvnw verify)."
              .formatted(template));
    }
    ServerFiles.delete(root);
    var directory = new ServerDirectory(liberty, root, serverName);
    ServerFiles.copy(template, directory.server());
    return directory;
  }

  /// Liberty's `WLP_USER_DIR`.
  Path user() {
    return root.resolve("usr");
  }

  Path server() {
    return user().resolve("servers").resolve(serverName);
  }

  Path log() {
    return root.resolve("console.log");
  }

  Path run() {
    return root.resolve("run");
  }

  Path serverScript() {
    return liberty.resolve("bin").resolve("server");
  }

  String tailOfLog(int lines) {
    try {
      List<String> all = Files.readAllLines(log());
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

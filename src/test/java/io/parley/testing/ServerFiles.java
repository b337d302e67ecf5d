package io.parley.testing;

import io.parley.services.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The directories of servers that tests start: removed and copied as a whole.
final class ServerFiles {
  private ServerFiles() {}

  static void delete(Path root) {
    try {
      Trees.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Files are linked where the file system can: a WAR has a hundred megabytes, and nobody writes
  /// to it. (What is replaced, as Maven does, is a new file; the link keeps the old one.)
  static void copy(Path from, Path to) {
    try (var paths = Files.walk(from)) {
      for (var path : paths.toList()) {
        var target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (path.toString().endsWith(".war") || path.toString().endsWith(".jar")) {
          link(path, target);
        } else {
          Files.copy(path, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path path, Path target) throws IOException {
    try {
      Files.createLink(target, path);
    } catch (UnsupportedOperationException e) {
      Files.copy(path, target);
    }
  }
}

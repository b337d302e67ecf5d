package io.parley.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What lies where below the data directory.
///
/// @param root the data directory, absolute and normalised
record Directories(Path root) {
  Directories {
    root = root.toAbsolutePath().normalize();
  }

  /// Unpacked executables: whatever runs from here is ours ([Leftovers]).
  Path binaries() {
    return created(root.resolve("bin"));
  }

  /// A server's own data.
  Path data(String server) {
    return created(root.resolve(server));
  }

  /// For files that become real by a move: on the same file system as all others.
  Path scratch() {
    return created(root.resolve("tmp"));
  }

  /// Process ids.
  Path run() {
    return created(root.resolve("run"));
  }

  /// Locked by the one who uses the data directory, and in each that Parley has used before.
  Path lock() {
    return root.resolve("run/lock");
  }

  Path log(String server) {
    return created(root.resolve("logs")).resolve(server + ".log");
  }

  /// A password that a server of ours asks for.
  SecretFile password(String server) {
    return new SecretFile(created(root).resolve(server + "-password"));
  }

  private static Path created(Path directory) {
    try {
      return Files.isDirectory(directory) ? directory : OwnerOnly.directory(directory);
    } catch (IOException e) {
      throw new ServicesException(
          "The directory %s cannot be created: %s".formatted(directory, e.getMessage()), e);
    }
  }
}

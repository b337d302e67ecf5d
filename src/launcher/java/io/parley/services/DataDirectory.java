package io.parley.services;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A data directory that is ours until this is closed, or this JVM ends. What an earlier run over
/// it left behind has been ended. Other users of the machine have no rights to anything in it.
public final class DataDirectory implements AutoCloseable {
  /// What may lie in a directory that nobody uses.
  private static final Set<String> OF_THE_SYSTEM = Set.of("lost+found", ".DS_Store");

  private final Directories directories;
  private final FileChannel lock;

  private DataDirectory(Directories directories, FileChannel lock) {
    this.directories = directories;
    this.lock = lock;
  }

  /// Creates a directory that somebody chose, or accepts it if Parley has used it before or nothing
  /// is in it. What belongs to others, such as a home directory, is left as it is.
  ///
  /// @throws ServicesException if the directory holds anything else
  public static Path chosen(Path path) throws IOException {
    OwnerOnly.directory(path);
    if (!Files.exists(new Directories(path).lock()) && isUsed(path)) {
      throw new ServicesException(
          "%s holds files that are not Parley's. Set PARLEY_DATA to a new or empty directory."
              .formatted(path));
    }
    return path;
  }

  private static boolean isUsed(Path path) throws IOException {
    try (var entries = Files.list(path)) {
      return entries.anyMatch(entry -> !OF_THE_SYSTEM.contains(entry.getFileName().toString()));
    }
  }

  /// All of the directory is taken for ours: what other users may do in it ends. See [#chosen].
  ///
  /// @throws ServicesException when another process, or another part of this one, uses it
  public static DataDirectory claim(Path path) {
    var directories = new Directories(path);
    try {
      OwnerOnly.directory(directories.root());
      directories.run();
      var file = directories.lock();
      var channel =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.FILE);
      if (isLockedBy(channel)) {
        Leftovers.end(directories.root());
        OwnerOnly.closeTree(directories.root());
        return new DataDirectory(directories, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new ServicesException(
          "The data directory %s cannot be used: %s".formatted(directories.root(), e.getMessage()),
          e);
    }
    throw new ServicesException(
        "Parley is already running over the data in %s.".formatted(directories.root()));
  }

  /// Absolute and normalised.
  public Path path() {
    return directories.root();
  }

  /// Where a process of this name writes its log.
  public Path log(String name) {
    return directories.log(name);
  }

  /// Where running processes leave their ids.
  public Path run() {
    return directories.run();
  }

  /// The JVM argument by which a Java process started for this directory is recognised, when it has
  /// to be ended by a later run.
  public String marker() {
    return Leftovers.marker(path());
  }

  Directories directories() {
    return directories;
  }

  private static boolean isLockedBy(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by another part of this JVM
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new ServicesException(
          "The data directory %s could not be unlocked".formatted(path()), e);
    }
  }
}

package io.parley.services;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files and directories that no other user of the machine can read.
public final class OwnerOnly {
  /// For a file that is about to be created.
  public static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// For a directory that is about to be created.
  public static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private OwnerOnly() {}

  /// Creates the directory with mode 0700, unless it exists.
  public static Path directory(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    try {
      return Files.createDirectory(path, DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
    }
    return path;
  }

  /// If other users have any rights to this directory, takes those rights away from it and from
  /// everything in it. All of it must be ours.
  static void closeTree(Path path) throws IOException {
    if (isOpen(path)) {
      closeAll(path.toRealPath());
    }
  }

  /// Takes all rights to a file or directory away from other users. What the owner may do stays.
  /// Nothing happens if it does not exist.
  static void close(Path path) throws IOException {
    try {
      if (isOpen(path)) {
        var remaining = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        remaining.retainAll(OWNER);
        Files.setPosixFilePermissions(path, remaining);
      }
    } catch (NoSuchFileException vanished) {
      // nobody can read it any more
    }
  }

  private static boolean isOpen(Path path) throws IOException {
    return !OWNER.containsAll(Files.getPosixFilePermissions(path));
  }

  /// From the top: once the top directory is closed, nobody else reaches what is below it.
  private static void closeAll(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            close(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isSymbolicLink()) {
              close(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return vanished(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : vanished(failure);
          }

          private FileVisitResult vanished(IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }
}

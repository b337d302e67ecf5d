package io.parley.services;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL of the zonky artifacts, unpacked once per data directory.
final class PostgresBinaries {
  private PostgresBinaries() {}

  /// The directory that holds `bin/postgres`.
  static Path unpack(Directories directories) throws IOException {
    var target = directories.binaries().resolve("postgresql");
    if (Files.exists(target)) {
      return target;
    }
    var unfinished = directories.scratch().resolve("postgresql-binaries");
    Trees.delete(unfinished);
    try (var archive = archive();
        var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, unfinished);
      }
    }
    return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static InputStream archive() {
    var name = "/postgres-%s-%s.txz".formatted(system(), architecture());
    var archive = PostgresBinaries.class.getResourceAsStream(name);
    if (archive == null) {
      throw new ServicesException(
          "There is no embedded PostgreSQL for this machine (%s %s): set PARLEY_DATABASE_URL to a server of your own."
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
    return archive;
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
        ? "darwin"
        : "linux";
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64", "arm64" -> "arm_64";
      default -> "x86_64";
    };
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    var path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("Archive entry outside its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path, OwnerOnly.DIRECTORY);
      return;
    }
    Files.createDirectories(path.getParent(), OwnerOnly.DIRECTORY);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, root.resolve(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    return PosixFilePermissions.fromString((mode & 0100) != 0 ? "rwx------" : "rw-------");
  }
}

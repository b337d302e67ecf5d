package io.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir Path place;

  @Test
  void aNewDirectoryIsClosedAndItsParentsAreNot() throws IOException {
    var made = OwnerOnly.directory(place.resolve("parent/data"));
    assertEquals("rwx------", mode(made));
    assertEquals(
        mode(Files.createDirectory(place.resolve("usual"))), mode(place.resolve("parent")));
  }

  @Test
  void anOpenDirectoryIsClosedWithAllThatIsInIt() throws IOException {
    var data = Files.createDirectories(place.resolve("data"));
    var bin = Files.createDirectories(data.resolve("bin"));
    var program = bin.resolve("program");
    var log = Files.createDirectories(data.resolve("logs")).resolve("server.log");
    var outside = Files.createFile(place.resolve("outside"));
    Files.writeString(program, "");
    Files.writeString(log, "");
    Files.createSymbolicLink(data.resolve("link"), outside);
    open(data, "rwxr-xr-x");
    open(bin, "rwxrwxrwx");
    open(program, "rwxr-xr-x");
    open(log, "rw-r--r--");
    open(outside, "rw-r--r--");

    OwnerOnly.closeTree(data);

    assertEquals("rwx------", mode(data));
    assertEquals("rwx------", mode(bin));
    assertEquals("rwx------", mode(program));
    assertEquals("rw-------", mode(log));
    assertEquals("rw-r--r--", mode(outside), "behind a link: not ours");
  }

  @Test
  void aDirectoryBehindALinkIsClosed() throws IOException {
    var real = Files.createDirectories(place.resolve("real"));
    open(real, "rwxr-x--x");
    OwnerOnly.closeTree(Files.createSymbolicLink(place.resolve("data"), real));
    assertEquals("rwx------", mode(real));
  }

  @Test
  void aFileThatVanishesInBetweenIsIgnored() throws IOException {
    OwnerOnly.close(place.resolve("vanished"));
  }

  @Test
  void aFileInItsPlaceIsNamed() throws IOException {
    var file = Files.createFile(place.resolve("data"));
    assertThrows(FileAlreadyExistsException.class, () -> OwnerOnly.directory(file));
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

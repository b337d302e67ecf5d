package io.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path place;

  @Test
  void aDirectoryOfOthersIsRefusedAndLeftAsItIs() throws IOException {
    var home = Files.createDirectory(place.resolve("home"));
    var notes = Files.writeString(home.resolve("notes.txt"), "mine");
    open(home, "rwxr-xr-x");
    open(notes, "rw-r--r--");
    var refused = assertThrows(ServicesException.class, () -> DataDirectory.chosen(home));
    assertTrue(refused.toString().contains("PARLEY_DATA"), refused.toString());
    assertEquals("rwxr-xr-x", mode(home));
    assertEquals("rw-r--r--", mode(notes));
    assertFalse(Files.exists(home.resolve("run")));
  }

  @Test
  void anEmptyDirectoryAndOneThatWasUsedBeforeAreAccepted() throws IOException {
    var data = Files.createDirectory(place.resolve("data"));
    Files.createDirectory(data.resolve("lost+found"));
    assertEquals(data, DataDirectory.chosen(data));
    DataDirectory.claim(data).close();
    Files.writeString(data.resolve("admin-token"), "secret");
    assertEquals(data, DataDirectory.chosen(data));
  }

  @Test
  void anOpenDirectoryIsClosedByWhoHasTheLock() throws IOException {
    DataDirectory.claim(place).close();
    var log = Files.writeString(place.resolve("server.log"), "");
    open(place, "rwxr-xr-x");
    open(log, "rw-r--r--");
    try (var user = DataDirectory.claim(place)) {
      assertEquals("rw-------", mode(log));
      open(user.path(), "rwxr-xr-x");
      open(log, "rw-r--r--");
      assertThrows(ServicesException.class, () -> DataDirectory.claim(place));
      assertEquals("rw-r--r--", mode(log), "of the one who uses it");
    }
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSettingsTest {
  @TempDir Path data;

  @Test
  void secretsAreMadeOnceAndKept() {
    var made = LocalSettings.in(data);
    assertTrue(made.guestSecret().length() >= 32);
    assertNotEquals(made.guestSecret(), made.adminToken());
    assertEquals(made, LocalSettings.in(data));
  }

  @Test
  void onlyTheirOwnerCanReadThem() throws IOException {
    var made = LocalSettings.in(data);
    for (var file : new String[] {"guest-secret", "admin-token"}) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))));
    }
    assertFalse(made.toString().contains(made.adminToken()));
  }

  @Test
  void anEmptyFileOfAnInterruptedStartIsFilled() throws IOException {
    Files.createFile(data.resolve("admin-token"));
    assertFalse(LocalSettings.in(data).adminToken().isEmpty());
  }
}

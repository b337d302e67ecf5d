package io.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir Path directory;
  private SecretFile file;

  @BeforeEach
  void name() {
    file = new SecretFile(directory.resolve("password"));
  }

  @Test
  void aSecretIsMadeOnceAndKept() {
    var made = file.readOrMake();
    assertEquals(43, made.length(), "32 random bytes");
    assertEquals(made, file.readOrMake());
    assertNotEquals(made, new SecretFile(directory.resolve("other")).readOrMake());
  }

  @Test
  void anEmptyFileOfAnInterruptedStartIsFilled() throws IOException {
    Files.createFile(file.path());
    assertEquals(Optional.empty(), file.read());
    assertTrue(file.readOrMake().length() > 40);
  }

  @Test
  void aWrittenSecretReplacesTheFormerOne() throws IOException {
    file.write("first");
    file.write("second");
    assertEquals(Optional.of("second"), file.read());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(1, files.count(), "no unfinished file is left");
    }
  }

  @Test
  void onlyTheOwnerCanReadIt() throws IOException {
    var _ = file.readOrMake();
    assertEquals("rw-------", mode(file.path()));
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
    var _ = file.readOrMake();
    assertEquals("rw-------", mode(file.path()));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

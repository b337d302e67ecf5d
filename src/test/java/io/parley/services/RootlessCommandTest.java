package io.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As in a container: root, and no user namespaces.
class RootlessCommandTest {
  /// Closed to others, as a data directory is.
  @TempDir Path root;

  private Path cluster;

  @BeforeEach
  void aClusterInADataDirectory() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")));
    assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")));
    Files.createDirectory(root.resolve("tmp"), OwnerOnly.DIRECTORY);
    cluster = Files.createDirectory(root.resolve("tmp/postgresql"), OwnerOnly.DIRECTORY);
    Files.createFile(cluster.resolve("PG_VERSION"), OwnerOnly.FILE);
    Files.createFile(root.resolve("admin-token"), OwnerOnly.FILE);
    assertEquals("rwx------", mode(root));
  }

  @Test
  void nobodyReachesWhatItOwnsAndNothingElse() throws Exception {
    assertEquals(0, asNobody("cat", cluster.resolve("PG_VERSION").toString()));
    assertEquals(0, asNobody("touch", cluster.resolve("postmaster.pid").toString()));
    assertEquals("rwx--x---", mode(root));
    assertEquals("rwx--x---", mode(root.resolve("tmp")));
    assertEquals("rwx------", mode(cluster));
    assertTrue(asNobody("ls", root.toString()) != 0);
    assertTrue(asNobody("cat", root.resolve("admin-token").toString()) != 0);
  }

  @Test
  void aDirectoryThatNobodyCanEnterIsNamedTogetherWithTheSetting() {
    var inner = root.resolve("tmp");
    var refused =
        assertThrows(
            ServicesException.class,
            () -> RootlessCommand.asNobody(inner, List.of(cluster), List.of("true")));
    assertTrue(refused.toString().contains("PARLEY_DATA"), refused.toString());
  }

  private int asNobody(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(RootlessCommand.asNobody(root, List.of(cluster), List.of(command)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

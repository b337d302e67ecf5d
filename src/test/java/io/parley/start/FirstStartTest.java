package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.ClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", ClassPath.ours());

  /// Of what Maven fetches besides: its plugins and what those depend on, POMs, and Error Prone.
  private static final int PLUGINS = 110;

  @TempDir Path repository;

  @Test
  void onlyAFirstStartIsKnownToFetchAll() throws IOException {
    var options = List.of("-B", "-Dmaven.repo.local=" + repository);
    assertEquals(FirstStart.MEGABYTES, FirstStart.megabytes(options));
    Files.createDirectories(repository.resolve("io/openliberty/openliberty-runtime"));
    assertEquals(0, FirstStart.megabytes(options));
  }

  /// Dependencies come and go; the number must not be forgotten.
  @Test
  void theNumberOfMegabytesIsRight() throws IOException {
    var jars =
        Stream.of(CLASS_PATH.split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.toString().endsWith(".jar"))
            .toList();
    long bytes = 0;
    for (var jar : jars) {
      bytes += Files.size(jar);
    }
    long megabytes = bytes / 1_000_000 + PLUGINS;
    assertTrue(
        Math.abs(megabytes - FirstStart.MEGABYTES) < FirstStart.MEGABYTES / 7,
        "FirstStart.MEGABYTES and README.md say %d; it is about %d"
            .formatted(FirstStart.MEGABYTES, megabytes));
    assertTrue(
        Files.readString(Path.of("README.md"))
            .contains("about %d MB".formatted(FirstStart.MEGABYTES)));
  }
}

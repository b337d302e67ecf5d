package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.ClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", ClassPath.ours());

  /// Of Maven's plugins and what they need, measured.
  private static final int PLUGINS = 50;

  private static final Pattern LIBERTY = Pattern.compile("<liberty.version>(.*)</liberty.version>");

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
    long bytes = Files.size(liberty(jars));
    for (var jar : jars) {
      bytes += Files.size(jar);
    }
    long megabytes = bytes / 1_000_000 + PLUGINS;
    assertTrue(
        Math.abs(megabytes - FirstStart.MEGABYTES) < FirstStart.MEGABYTES / 10,
        "It is about %d MB: change FirstStart.MEGABYTES and README.md".formatted(megabytes));
    var readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.contains("about %d MB".formatted(FirstStart.MEGABYTES)), "README.md");
  }

  /// Open Liberty's archive, in the local repository in which the jars are.
  private static Path liberty(List<Path> jars) throws IOException {
    var version = LIBERTY.matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    var archive =
        "io/openliberty/openliberty-runtime/%1$s/openliberty-runtime-%1$s.zip"
            .formatted(version.group(1));
    var marker = "/org/jspecify/";
    var jar =
        jars.stream()
            .map(Path::toString)
            .filter(it -> it.contains(marker))
            .findFirst()
            .orElseThrow();
    return Path.of(jar.substring(0, jar.indexOf(marker)), archive);
  }
}

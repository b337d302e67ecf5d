package io.parley.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The configuration reference has a row for every setting that the code reads, and for every
/// setting that the page about configuration names.
class ConfigurationPageTest {
  private static final Path REFERENCE = Path.of("docs/configuration-reference.md");
  private static final Path OVERVIEW = Path.of("docs/configuration.md");
  private static final Path SOURCES = Path.of("src/main/java/io/parley");

  /// A setting that is read by its whole name. Those of providers and of Kafka are made of parts.
  private static final Pattern READ =
      Pattern.compile(
          "\\b(?:text|number|bytes|duration|durationOrZero|list|is|rate|apply)\\(\\s*\"(parley\\.[a-z.-]*[a-z])\"");

  /// A setting that the overview names, alone or with a value.
  private static final Pattern NAMED = Pattern.compile("`(parley\\.[a-z.-]*[a-z])[`=]");

  /// [io.parley.realtime] reads its settings without their prefix.
  private static final Pattern READ_SHORT =
      Pattern.compile("\\bof\\.(?:number|duration|durationOrZero|is)\\(\\s*\"([a-z-]+)\"");

  @Test
  void everySettingThatIsReadHasARow() throws IOException {
    String page = Files.readString(REFERENCE);
    Set<String> read = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> read.addAll(keys(READ, "", text(file))));
    }
    read.addAll(
        keys(
            READ_SHORT, "parley.realtime.", text(SOURCES.resolve("realtime/RealtimeConfig.java"))));

    assertTrue(read.size() > 100, () -> "the patterns find only " + read);
    assertEquals(
        Set.of(),
        read.stream()
            .filter(key -> !page.contains("| `" + key + "`"))
            .collect(Collectors.toCollection(TreeSet::new)),
        () -> "settings without a row in " + REFERENCE);
  }

  @Test
  void everySettingThatTheOverviewNamesIsInTheReference() throws IOException {
    String reference = Files.readString(REFERENCE);
    Set<String> named = keys(NAMED, "", Files.readString(OVERVIEW));

    assertTrue(named.size() > 10, () -> "the pattern finds only " + named);
    assertEquals(
        Set.of(),
        named.stream()
            .filter(key -> !reference.contains("| `" + key + "`"))
            .collect(Collectors.toCollection(TreeSet::new)),
        () -> "settings without a row in " + REFERENCE);
  }

  private static Set<String> keys(Pattern pattern, String prefix, String source) {
    return pattern
        .matcher(source)
        .results()
        .map(found -> prefix + found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

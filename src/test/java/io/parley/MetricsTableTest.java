package io.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of `docs/operations.md` name no metric that the code does not have. `HealthIT` looks
/// the other way round.
class MetricsTableTest {
  private static final Pattern DOCUMENTED = Pattern.compile("`(parley_[a-z0-9_]+)`");
  private static final Pattern UNIT = Pattern.compile("(_total|_seconds)+$");

  @Test
  void everyDocumentedMetricIsInTheCode() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("docs", "operations.md")).stream()
            .filter(line -> line.startsWith("| `parley_"))
            .flatMap(line -> DOCUMENTED.matcher(line.split(" \\| ", 2)[0]).results())
            .map(found -> found.group(1))
            .toList();
    assertTrue(documented.size() > 30, documented::toString);
    String code = code();
    assertEquals(
        List.of(),
        documented.stream().filter(name -> !isIn(code, name)).toList(),
        "not in the code");
  }

  @Test
  void aMetricThatDoesNotExistIsFound() throws IOException {
    assertTrue(isIn(code(), "parley_log_append_seconds"));
    assertTrue(!isIn(code(), "parley_log_appended_seconds"));
  }

  /// Some names are written with dots, and those of a package without what they have in common.
  private static boolean isIn(String code, String name) {
    String bare = UNIT.matcher(name).replaceFirst("");
    return Stream.of(
            name,
            bare,
            bare.replace('_', '.'),
            name.replaceFirst("^parley_realtime_", ""),
            bare.replaceFirst("^parley_realtime_", ""))
        .anyMatch(written -> code.contains('"' + written + '"'));
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }
}

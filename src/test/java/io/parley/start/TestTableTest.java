package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTableTest {
  private static final Instant BEGIN = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir Path build;

  @Test
  void kindsAreCountedAndTimed() throws IOException {
    report("surefire", "io.parley.ATest", 10, 10, test("a", 1), test("b", 9));
    report("surefire", "io.parley.BTest", 12, 10, test("c", 10)); // beside the first
    report("failsafe", "io.parley.CIT", 100, 80, test("d", 80));
    report("failsafe", "io.parley.frontend.FrontEndModulesIT", 103, 3, test("e", 3));
    report("failsafe", "io.parley.DE2E", 200, 70, test("f", 70));
    assertEquals(
        """

        Tests            number       time
        unit                  3       12 s
        integration           1  1 min 20 s
        JavaScript            1        3 s
        browser               1  1 min 10 s
        total                 6  2 min 45 s

        The slowest
            80.0 s  CIT.d
            70.0 s  DE2E.f
            10.0 s  BTest.c
             9.0 s  ATest.b
             3.0 s  FrontEndModulesIT.e
        """,
        table());
  }

  @Test
  void testsThatFailedAreNamedWithTheFirstLineOfTheirMessage() throws IOException {
    report(
        "surefire",
        "io.parley.ATest",
        1,
        1,
        test("good", 0),
        "<testcase name='bad' time='0.5'><failure message='expected: &lt;1&gt;&#10;more'>at x</failure></testcase>",
        "<testcase name='worse' time='0.5'><error message='' type='x'>at x</error></testcase>");
    assertTrue(
        table()
            .endsWith(
                """

                Failed: 2
                  ATest.bad: expected: <1>
                  ATest.worse: failed
                """),
        table());
  }

  @Test
  void manyFailuresAreCutShort() throws IOException {
    var failed =
        IntStream.range(0, 30)
            .mapToObj("<testcase name='t%d' time='0'><failure message='x'/></testcase>"::formatted)
            .toArray(String[]::new);
    report("surefire", "io.parley.ATest", 1, 1, failed);
    assertTrue(table().contains("Failed: 30\n"), table());
    assertTrue(table().endsWith("  ATest.t19: x\n  and 10 more\n"), table());
  }

  @Test
  void reportsOfEarlierBuildsDoNotCount() throws IOException {
    report("surefire", "io.parley.ATest", -5, 1, test("a", 1));
    assertEquals("", table());
  }

  @Test
  void withoutReportsThereIsNoTable() throws IOException {
    assertEquals("", table());
  }

  private static String test(String name, int seconds) {
    return "<testcase name='%s' classname='x' time='%d.0'><system-out>a</system-out></testcase>"
        .formatted(name, seconds);
  }

  private void report(String plugin, String suite, int end, int seconds, String... cases)
      throws IOException {
    var directory = Files.createDirectories(build.resolve(plugin + "-reports"));
    var file = directory.resolve("TEST-%s.xml".formatted(suite));
    Files.writeString(
        file,
        "<testsuite name='%s' time='%d'><properties/>%s</testsuite>"
            .formatted(suite, seconds, String.join("", List.of(cases))));
    Files.setLastModifiedTime(file, FileTime.from(BEGIN.plusSeconds(end)));
  }

  private String table() throws IOException {
    return new TestTable(TestReports.since(BEGIN, build))
        .lines().stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}

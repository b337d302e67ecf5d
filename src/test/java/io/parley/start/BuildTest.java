package io.parley.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuildTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void aTerminalShowsABarAndMegabytes() {
    var build = build(new Terminal(true, false, true, 80), 400);
    build.read("Progress (1): 100/189 MB");
    assertTrue(text().endsWith("  Fetching   █████░░░░░░░░░░░░░░░  100 of about 400 MB"), text());
  }

  @Test
  void theBarIsOfAsciiWhereNothingElseCanBeWritten() {
    var build = build(new Terminal(true, false, false, 80), 400);
    build.read("Progress (1): 100/189 MB");
    assertTrue(text().endsWith("[#####...............]  100 of about 400 MB"), text());
  }

  @Test
  void whereNobodyKnowsHowMuchItWillBeThereIsNoBar() {
    var build = build(new Terminal(true, false, true, 80), 0);
    build.read("Progress (1): 1.2 kB");
    build.read("Progress (1): 3.0/5.0 MB");
    assertTrue(text().endsWith("  Fetching   3 MB"), text());
    var longer = build(new Terminal(true, false, true, 80), 400);
    longer.read("Progress (1): 401 MB");
    assertTrue(text().endsWith("  Fetching   401 MB"), text());
  }

  @Test
  void withoutATerminalThereIsALineForFiftyMegabytes() {
    var build = build(new Terminal(false, false, true, 80), 400);
    IntStream.rangeClosed(1, 120)
        .forEach(megabytes -> build.read("Progress (1): %d/189 MB".formatted(megabytes)));
    assertEquals(
        """
          Building   with Maven
          Fetching   50 of about 400 MB
          Fetching   100 of about 400 MB
        """,
        text());
  }

  @Test
  void onlyProgressIsKeptOutOfTheLog() {
    var build = build(new Terminal(false, false, true, 80), 0);
    assertFalse(build.read("Progress (1): 1.2 kB"));
    assertTrue(build.read("Downloaded from central: https://repo/a.jar (9.0 MB at 1.2 MB/s)"));
    assertTrue(build.read("[INFO] anything"));
  }

  @Test
  void theEndSaysWhatWasFetchedAndBuilt() {
    var build = build(new Terminal(false, false, true, 80), 0);
    build.read("Downloaded from central: https://repo/a.jar (9.0 MB at 1.2 MB/s)");
    build.end(0, "a.log");
    assertEquals(
        """
          Building   with Maven
          Fetched    9 MB
          Built      Parley in 0 s
        """,
        text());
  }

  private Build build(Terminal terminal, int expected) {
    var build =
        new Build(new Screen(new PrintStream(written, true, UTF_8), terminal), "/p", expected);
    build.begin();
    return build;
  }

  private String text() {
    return written.toString(UTF_8);
  }
}

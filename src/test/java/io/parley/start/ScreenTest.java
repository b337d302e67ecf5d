package io.parley.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final Terminal LIVE = new Terminal(true, false, true, 60);
  private static final Terminal PLAIN = new Terminal(false, false, true, 80);
  private static final String ERASE = "\r\033[K";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void whatGoesOnIsReplacedByWhatComesNext() {
    var screen = screen(LIVE);
    screen.doing("Building", "the server");
    screen.doing("Building", "the tests");
    screen.done("Built", "Parley");
    assertEquals(
        ERASE
            + "  Building   the server"
            + ERASE
            + "  Building   the tests"
            + ERASE
            + "  Built      Parley\n",
        text());
  }

  @Test
  void withoutATerminalThereAreOnlyWholeLines() {
    var screen = screen(PLAIN);
    screen.doing("Building", "the server");
    screen.doing("Building", "the server");
    screen.refresh();
    screen.done("Built", "Parley");
    screen.failure("The build failed", "no reason", "a.log");
    screen.close();
    assertEquals(
        """
          Building   the server
          Built      Parley
        The build failed: no reason
        Log: a.log
        """,
        text());
  }

  @Test
  void aRedrawnLineIsNeverWiderThanTheTerminal() {
    var screen = screen(LIVE);
    screen.doing("Building", "x".repeat(200));
    assertEquals(59, text().substring(ERASE.length()).length());
  }

  @Test
  void aLineIsDrawnOnceAsLongAsNothingChanges() {
    var screen = screen(LIVE);
    screen.doing("Building", "the server");
    screen.refresh();
    assertEquals(ERASE + "  Building   the server", text());
  }

  @Test
  void aFailureHasTwoLinesAndNamesTheLog() {
    screen(LIVE).failure("The build failed", "because ".repeat(50), "a.log");
    var lines = text().lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("The build failed: because"), lines.get(0));
    assertTrue(lines.get(1).endsWith("..."), lines.get(1));
    assertTrue(lines.stream().allMatch(line -> line.length() < 60));
    assertEquals("Log: a.log", lines.get(2));
  }

  @Test
  void aBoxHasAFrameWhereItFits() {
    var box = new Box("Parley is ready:", "http://localhost:9080/").row("Stop", "Ctrl-C");
    screen(LIVE).box(box);
    assertEquals(
        """
          ╭─────────────────────────────────────────╮
          │ Parley is ready: http://localhost:9080/ │
          │                                         │
          │ Stop             Ctrl-C                 │
          ╰─────────────────────────────────────────╯
        """,
        text());
  }

  @Test
  void aBoxThatIsTooWideIsWrittenInLines() {
    var box =
        new Box("Parley is ready:", "http://localhost:9080/").row("Data", "/" + "x".repeat(50));
    screen(LIVE).box(box);
    assertFalse(text().contains("╭"));
    assertTrue(text().contains("  Data             /x"), text());
  }

  @Test
  void aBoxIsDrawnInAsciiWhereNothingElseCanBeWritten() {
    var terminal = new Terminal(true, false, false, 60);
    screen(terminal).box(new Box("Ready:", "here").row("Connect", "key=sk-… run"));
    assertEquals(
        """
          +---------------------------------+
          | Ready: here                     |
          |                                 |
          | Connect          key=sk-... run |
          +---------------------------------+
        """,
        text());
  }

  @Test
  void timesAreGivenInMinutesAndSeconds() {
    assertEquals("0 s", Screen.time(Duration.ofMillis(400)));
    assertEquals("42 s", Screen.time(Duration.ofSeconds(42)));
    assertEquals("2 min 5 s", Screen.time(Duration.ofSeconds(125)));
  }

  private Screen screen(Terminal terminal) {
    return new Screen(new PrintStream(written, true, UTF_8), terminal);
  }

  private String text() {
    return written.toString(UTF_8);
  }
}

package io.parley.start;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  @Test
  void aTerminalShowsColoursAndRedrawsItsLastLine() {
    assertEquals(new Terminal(true, true, true, 100), Terminal.of(XTERM, "100", UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"xterm, '', true", "dumb, '', false", "'', '', false", "xterm, true, false"})
  void nothingIsRedrawnInADumbTerminalOrInContinuousIntegration(
      String term, String ci, boolean live) {
    var environment = term.isEmpty() ? Map.of("CI", ci) : Map.of("TERM", term, "CI", ci);
    var terminal = Terminal.of(environment, "80", UTF_8);
    assertEquals(live, terminal.live());
    assertEquals(live, terminal.colour());
  }

  @Test
  void withoutATerminalNothingIsRedrawn() {
    assertEquals(new Terminal(false, false, true, 80), Terminal.of(XTERM, "", UTF_8));
  }

  @Test
  void noColorLeavesTheRest() {
    var terminal = Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), "80", UTF_8);
    assertTrue(terminal.live());
    assertFalse(terminal.colour());
    assertEquals("a", terminal.bold("a"));
    assertEquals("a", terminal.red("a"));
  }

  @Test
  void asciiIsWrittenWhereNothingElseCanBe() {
    var terminal = Terminal.of(XTERM, "80", US_ASCII);
    assertFalse(terminal.unicode());
    assertEquals("sk-...", terminal.plain("sk-…"));
  }

  @ParameterizedTest
  @CsvSource({"132, 132", "0, 80", "wide, 80", "5, 20"})
  void itsWidthIsSensible(String columns, int width) {
    assertEquals(width, Terminal.of(XTERM, columns, UTF_8).columns());
  }
}

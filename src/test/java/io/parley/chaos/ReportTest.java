package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String BEFORE = "# Reliability\n\nWords.\n\n## Results\n";
  private static final String AFTER = "\n## What it is made of\n\nMore words.\n";
  private static final String HEAD =
      "\n| Scenario | Must hold | Measured | Verdict | When | Command |\n|---|---|---|---|---|---|\n";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("reliability.md"), BEFORE + AFTER);
  }

  @Test
  void aRowTakesThePlaceOfTheOneBeforeAndTheOthersStay() throws IOException {
    Report report = new Report(file);
    report.record(List.of(row("fuzz", "1"), row("cut-sockets", "2")));
    report.record(List.of(row("fuzz", "3 | 4")));
    assertEquals(
        BEFORE
            + HEAD
            + "| t | m | 2 | v | w | `chaos/run cut-sockets` |\n"
            + "| t | m | 3 \\| 4 | v | w | `chaos/run fuzz` |\n"
            + AFTER,
        Files.readString(file));
  }

  @Test
  void aPageWithoutAPlaceForResultsIsLeftAlone() throws IOException {
    Files.writeString(file, "# Reliability\n");
    assertThrows(IOException.class, () -> new Report(file).record(List.of(row("fuzz", "1"))));
    assertEquals("# Reliability\n", Files.readString(file));
  }

  private static Report.Row row(String name, String measured) {
    return new Report.Row(name, "t", "m", measured, "v", "w");
  }
}

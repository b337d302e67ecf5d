package io.parley.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The table in `docs/reliability.md`: a row for each scenario, of the last time it was played. The
/// text around it is written by people and stays.
final class Report {
  private static final String BEGIN = "## Results\n";
  private static final String END = "\n## ";
  private static final String HEAD =
      """
      | Scenario | Must hold | Measured | Verdict | When | Command |
      |---|---|---|---|---|---|
      """;

  private final Path file;

  Report(Path file) {
    this.file = file;
  }

  /// @param when the day
  record Row(
      String name, String title, String mustHold, String measured, String verdict, String when) {
    String markdown() {
      return "| %s | %s | %s | %s | %s | `chaos/run %s` |"
          .formatted(cell(title), cell(mustHold), cell(measured), cell(verdict), cell(when), name);
    }

    private static String cell(String text) {
      return text.replace("|", "\\|").replace("\n", " ");
    }
  }

  /// Puts rows in the place of those of the same scenarios.
  void record(List<Row> played) throws IOException {
    String all = Files.readString(file);
    int begin = all.indexOf(BEGIN);
    int end = all.indexOf(END, begin + BEGIN.length());
    if (begin < 0 || end < 0) {
      throw new IOException(
          file + " has no place for results: a section \"Results\" before another");
    }
    Map<String, String> rows = new LinkedHashMap<>();
    Scenarios.ALL.forEach(scenario -> rows.put(scenario.name(), ""));
    for (String line : all.substring(begin, end).split("\n", -1)) {
      rows.keySet().stream()
          .filter(name -> line.endsWith("`chaos/run " + name + "` |"))
          .findFirst()
          .ifPresent(name -> rows.put(name, line));
    }
    played.forEach(row -> rows.put(row.name(), row.markdown()));
    List<String> lines = new ArrayList<>(rows.values());
    lines.removeIf(String::isEmpty);
    Files.writeString(
        file,
        all.substring(0, begin)
            + BEGIN
            + "\n"
            + HEAD
            + String.join("\n", lines)
            + "\n"
            + all.substring(end));
  }
}

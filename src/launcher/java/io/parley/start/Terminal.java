package io.parley.start;

import java.nio.charset.Charset;
import java.util.Map;

/// What the output can show.
///
/// @param live whether a line can be drawn over an earlier one
/// @param colour whether it may have colours
/// @param unicode whether more than ASCII can be written
/// @param columns its width
public record Terminal(boolean live, boolean colour, boolean unicode, int columns) {
  /// The system property that holds the width. It is set only if the output is a terminal.
  public static final String COLUMNS = "parley.terminal";

  private static final int USUAL_COLUMNS = 80;
  private static final int MIN_COLUMNS = 20;

  /// That of this process.
  public static Terminal ofThisProcess() {
    return of(
        System.getenv(),
        System.getProperty(COLUMNS, ""),
        Charset.forName(System.getProperty("stdout.encoding", "US-ASCII")));
  }

  /// @param columns its width; empty if the output is not a terminal
  static Terminal of(Map<String, String> environment, String columns, Charset charset) {
    boolean live =
        !columns.isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb")
            && environment.getOrDefault("CI", "").isEmpty();
    boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean unicode = charset.newEncoder().canEncode("─│╭╮╰╯█░…·");
    return new Terminal(live, colour, unicode, width(columns));
  }

  private static int width(String columns) {
    int width = columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 0;
    return width == 0 ? USUAL_COLUMNS : Math.max(MIN_COLUMNS, width);
  }

  /// The text in bold.
  String bold(String text) {
    return colour ? "\033[1m" + text + "\033[0m" : text;
  }

  /// The text in red.
  String red(String text) {
    return colour ? "\033[31m" + text + "\033[0m" : text;
  }

  /// The text with what this terminal has for other characters.
  String plain(String text) {
    return unicode ? text : text.replace("…", "...").replace("·", "-");
  }
}

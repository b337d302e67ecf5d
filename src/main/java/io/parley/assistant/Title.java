package io.parley.assistant;

import io.parley.identity.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;

/// What makes a title out of a text.
final class Title {
  /// In code points: what a list shows of it.
  private static final int MAX_LENGTH = 60;

  /// A model that answers with more than this has not understood.
  private static final int MAX_ANSWER = 200;

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final Pattern DRESS =
      Pattern.compile("^[\\s\"'«»„“”‘’*#_`>-]+|[\\s\"'«»„“”‘’*#_`.:]+$");
  private static final String ELLIPSIS = "…";

  private Title() {}

  /// The first line that says something, cut at a word.
  static String ofFirstLine(String message) {
    String line =
        message
            .lines()
            .map(Title::oneLine)
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse(ELLIPSIS);
    return shortened(line);
  }

  /// A model's answer without the quotation marks it should not have; empty if it is no title.
  static Optional<String> ofModel(String answer) {
    String line = DRESS.matcher(oneLine(answer)).replaceAll("");
    return line.isEmpty() || PlainText.length(line) > MAX_ANSWER
        ? Optional.empty()
        : Optional.of(shortened(line));
  }

  /// At most so many code points from the start.
  static String cut(String text, int length) {
    return PlainText.length(text) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }

  private static String oneLine(String text) {
    return BLANKS.matcher(PlainText.clean(text)).replaceAll(" ").strip();
  }

  private static String shortened(String line) {
    if (PlainText.length(line) <= MAX_LENGTH) {
      return line;
    }
    String head = cut(line, MAX_LENGTH);
    int blank = head.lastIndexOf(' ');
    return (blank > 0 ? head.substring(0, blank) : head).strip() + ELLIPSIS;
  }
}

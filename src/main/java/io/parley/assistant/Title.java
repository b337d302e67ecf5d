package io.parley.assistant;

import io.parley.participant.PlainText;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What makes a title out of a text: plain words, as [PlainWords] finds them.
final class Title {
  /// In code points: what a list shows of it.
  private static final int MAX_LENGTH = 60;

  /// A word that begins further ahead than this is cut itself.
  private static final int SHORTEST = 20;

  /// A model that answers with more than this has not understood.
  private static final int MAX_ANSWER = 200;

  /// What models, and people, write before a title, in the languages that have the most speakers.
  private static final Pattern LABEL =
      Pattern.compile(
          "^(?iu)(?:(?:conversation|chat|suggested|proposed|possible|the|here is the|here's the)\\s+)*"
              + "(?:title|titel|titre|título|titulo|titolo|tytuł|başlık|заголовок|название|"
              + "标题|標題|题目|タイトル|件名|제목|शीर्षक|عنوان|العنوان|subject|topic)\\s*[:：]\\s*");

  /// As models answer that prefer JSON.
  private static final Pattern JSON =
      Pattern.compile("^\\{\\s*\"?title\"?\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)+)\"\\s*,?\\s*}$");

  private static final Pattern QUOTED =
      Pattern.compile("^[\"'«»„“”‘’「『《‹](.+)[\"'«»“”‘’」』》›][.。]?$");
  private static final Pattern STRAY = Pattern.compile("^[\\s\"«„“]+|[\\s\"»“”*_.。:：]+$");
  private static final String ELLIPSIS = "…";

  private Title() {}

  /// The first line of a message that says something, cut at a word.
  static String ofFirstLine(String message) {
    return PlainWords.lines(PlainWords.withoutThinking(message)).stream()
        .map(Title::bare)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .or(() -> firstLine(PlainWords.withoutThinking(message)))
        .map(Title::shortened)
        .orElse(ELLIPSIS);
  }

  private static Optional<String> firstLine(String message) {
    return PlainText.clean(message)
        .lines()
        .map(PlainWords::oneLine)
        .filter(it -> !it.isEmpty())
        .findFirst();
  }

  /// A model's answer without what it should not have put around it; empty if it is no title.
  static Optional<String> ofModel(String answer) {
    List<String> lines = PlainWords.lines(PlainWords.withoutThinking(answer));
    return lines.stream()
        // "Here is a title:" is none
        .filter(line -> lines.size() == 1 || !(line.endsWith(":") || line.endsWith("：")))
        .findFirst()
        .map(Title::bare)
        .map(line -> STRAY.matcher(line).replaceAll(""))
        .filter(line -> !line.isEmpty() && PlainText.length(line) <= MAX_ANSWER)
        .map(Title::shortened);
  }

  /// At most so many code points from the start.
  static String cut(String text, int length) {
    return PlainText.length(text) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }

  /// Without label, and without quotation marks around all of it.
  private static String bare(String line) {
    Matcher json = JSON.matcher(line);
    String text = json.matches() ? json.group(1).replaceAll("\\\\(.)", "$1") : line;
    String before;
    do {
      before = text;
      text = LABEL.matcher(text).replaceFirst("");
      Matcher quoted = QUOTED.matcher(text);
      text = quoted.matches() && !quoted.group(1).contains("\"") ? quoted.group(1).strip() : text;
      text = text.replaceAll("^[*_`#\\s]+|[*_`\\s]+$", "");
    } while (!text.equals(before));
    return text;
  }

  private static String shortened(String line) {
    if (PlainText.length(line) <= MAX_LENGTH) {
      return line;
    }
    String head = line.substring(0, whole(line, line.offsetByCodePoints(0, MAX_LENGTH)));
    int blank = head.lastIndexOf(' ');
    boolean goesOn = !Character.isWhitespace(line.codePointAt(head.length()));
    return (goesOn && blank > SHORTEST ? head.substring(0, blank) : head).strip() + ELLIPSIS;
  }

  /// Not within what a reader sees as one character.
  private static int whole(String line, int index) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(line);
    return characters.isBoundary(index) ? index : characters.preceding(index);
  }
}

package io.parley.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A person's text as Markdown that every program shows as it was typed: with its line breaks and
/// blanks, and nothing of it read as a mark. As on the page (`js/markdown/typed.js`), lines between
/// two lines of backticks are a block of code.
final class TypedMarkdown {
  private static final Pattern FENCE = Pattern.compile("(`{3,})([^`]*)");

  /// An address of the web, without the punctuation of the sentence that it ends.
  private static final Pattern ADDRESS =
      Pattern.compile("https?://[!-;=?-~]*[A-Za-z0-9/#&=+$@%-](?![^\\s\\p{ASCII}\\p{P}])");

  private static final Pattern MARK = Pattern.compile("[\\\\`*_\\[\\]<>#&|~$!]");

  /// What begins a list, a title or a rule at the beginning of a line.
  private static final Pattern BEGINNING = Pattern.compile("^(\\d{1,9})?([-+=.):])");

  private TypedMarkdown() {}

  static String of(String text) {
    List<String> lines = text.replace("\r\n", "\n").replace('\r', '\n').lines().toList();
    List<String> written = new ArrayList<>();
    int hopeless = Integer.MAX_VALUE;
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      int end = -1;
      if (fence.matches() && fence.group(1).length() < hopeless) {
        end = closing(lines, at + 1, fence.group(1).length());
        hopeless = end < 0 ? fence.group(1).length() : hopeless;
      }
      if (end < 0) {
        boolean last = at == lines.size() - 1;
        written.add(line(lines.get(at)) + (last ? "" : "\\"));
      } else {
        endParagraph(written);
        written.addAll(lines.subList(at, end + 1));
        written.add("");
        at = end;
      }
    }
    endParagraph(written);
    return String.join("\n", written).strip();
  }

  /// No line break before a block of code or at the end.
  private static void endParagraph(List<String> written) {
    if (!written.isEmpty() && written.getLast().endsWith("\\")) {
      String line = written.removeLast();
      written.add(line.substring(0, line.length() - 1));
      written.add("");
    }
  }

  private static int closing(List<String> lines, int from, int ticks) {
    for (int at = from; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      if (fence.matches() && fence.group(1).length() >= ticks && fence.group(2).isBlank()) {
        return at;
      }
    }
    return -1;
  }

  private static String line(String typed) {
    if (typed.isBlank()) {
      return "&nbsp;";
    }
    String text = typed.stripLeading();
    String blanks = typed.substring(0, typed.length() - text.length());
    StringBuilder line = new StringBuilder();
    line.repeat("&nbsp;", blanks.replace("\t", "    ").length());
    Matcher address = ADDRESS.matcher(text);
    int from = 0;
    while (address.find()) {
      line.append(marked(text.substring(from, address.start()), from == 0));
      line.append('<').append(address.group()).append('>');
      from = address.end();
    }
    return line.append(marked(text.substring(from), from == 0)).toString();
  }

  private static String marked(String text, boolean first) {
    String escaped = MARK.matcher(text).replaceAll("\\\\$0");
    String begun = first ? BEGINNING.matcher(escaped).replaceFirst("$1\\\\$2") : escaped;
    return begun.replace("\t", "    ").replaceAll(" (?= )", "&nbsp;");
  }
}

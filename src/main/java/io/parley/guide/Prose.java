package io.parley.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Passages as sentences: what a list's item and a table's row say, said in a line.
final class Prose {
  private static final Pattern END =
      Pattern.compile("(?<=[.!?][\"”)]?)\\s+(?=[\\p{Lu}\\d`\"“*\\[])");
  private static final Pattern BULLET = Pattern.compile("^\\s*(?:[*+-]|\\d+[.)])\\s+");
  private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");

  /// A single sentence is cut after so many characters, between two words.
  private static final int LONGEST_SENTENCE = 500;

  private Prose() {}

  /// What of a text is shown at once, and what is shown on request.
  record Split(String lead, String rest) {}

  /// @param passage not code
  static String of(Passage passage) {
    return switch (passage.kind()) {
      case PARAGRAPH -> flat(passage.markdown());
      case ITEM -> ended(flat(BULLET.matcher(passage.markdown()).replaceFirst("")));
      case ROW -> row(passage);
      case CODE -> throw new IllegalArgumentException("code is no prose");
    };
  }

  /// The first sentences of a text, at most about so many characters, at least one. A sentence that
  /// announces what follows it goes with the rest.
  static Split split(String text, int length) {
    List<String> sentences = new ArrayList<>(List.of(END.split(text, -1)));
    StringBuilder lead = new StringBuilder(cut(sentences.removeFirst()));
    while (!sentences.isEmpty()
        && lead.length() + 1 + sentences.getFirst().length() <= length
        && !sentences.getFirst().endsWith(":")) {
      lead.append(' ').append(sentences.removeFirst());
    }
    return new Split(lead.toString(), String.join(" ", sentences));
  }

  private static String row(Passage row) {
    String[] names = cells(row.head().lines().findFirst().orElse(""));
    String[] cells = cells(row.markdown());
    StringBuilder text = new StringBuilder(cells.length == 0 ? "" : cells[0]);
    String joint = ": ";
    for (int at = 1; at < cells.length; at++) {
      if (!cells[at].isEmpty()) {
        String name = at < names.length && cells.length > 2 ? names[at] : "";
        text.append(joint).append(name.isEmpty() ? "" : name + " ").append(cells[at]);
        joint = ", ";
      }
    }
    return ended(text.toString());
  }

  private static String[] cells(String row) {
    String inner = row.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    String[] cells = CELL.split(inner, -1);
    for (int at = 0; at < cells.length; at++) {
      cells[at] = cells[at].strip();
    }
    return cells;
  }

  private static String flat(String markdown) {
    return markdown.replaceAll("\\s+", " ").strip();
  }

  private static String ended(String text) {
    return text.isEmpty() || ".!?:…".indexOf(text.charAt(text.length() - 1)) >= 0
        ? text
        : text + ".";
  }

  private static String cut(String sentence) {
    if (sentence.length() <= LONGEST_SENTENCE) {
      return sentence;
    }
    int blank = sentence.lastIndexOf(' ', LONGEST_SENTENCE);
    return sentence.substring(
            0, blank > 0 ? blank : sentence.offsetByCodePoints(0, LONGEST_SENTENCE / 2))
        + " …";
  }
}

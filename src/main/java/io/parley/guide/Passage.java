package io.parley.guide;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The smallest piece that is quoted: a paragraph, a list's item, a table's row, a block of code.
///
/// @param markdown as it stands on its page; of a row, the row alone
/// @param text the words in it, for the index
/// @param head of a row, the two lines that every table begins with; otherwise empty
record Passage(Kind kind, String markdown, String text, String head) {
  private static final Pattern CELL = Pattern.compile("\\|");
  private static final Pattern BOLD = Pattern.compile("\\s*[*+-]\\s+\\*\\*([^*]+)\\*\\*");

  enum Kind {
    PARAGRAPH,
    ITEM,
    ROW,
    CODE
  }

  /// What it is about, if it begins with that: a row's first cell, an item's first bold words.
  String subject() {
    return switch (kind) {
      case ROW -> CELL.split(markdown, 3).length > 1 ? CELL.split(markdown, 3)[1] : "";
      case ITEM -> {
        Matcher bold = BOLD.matcher(markdown);
        yield bold.lookingAt() ? bold.group(1) : "";
      }
      case PARAGRAPH, CODE -> "";
    };
  }

  /// Whether it makes sense only with what stands before it.
  boolean leans() {
    return kind == Kind.CODE || kind == Kind.ITEM;
  }

  /// Whether it announces what follows.
  boolean announces() {
    return kind == Kind.PARAGRAPH && text.stripTrailing().endsWith(":");
  }
}

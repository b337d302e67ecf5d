package io.parley.live;

import io.parley.event.TextOp;
import io.parley.participant.PlainText;
import java.util.ArrayList;
import java.util.List;

/// The text somebody is composing, edited after XEP-0301 (In-Band Real Time Text, section 4.6):
/// inserts and erasures at positions counted in Unicode code points, clipped to what is there.
///
/// The same operations give the same text on every copy, whatever they contain. What a client sends
/// passes through [#admit] once, where its text is made harmless; the operations that come out are
/// what everybody applies. Not thread-safe.
public final class Draft {
  /// Code points.
  public static final int MAX_LENGTH = 5_000;

  /// Marks above this many on one character only serve to deface the page.
  static final int MAX_COMBINING_RUN = 8;

  private final StringBuilder text = new StringBuilder();
  private int length;

  public Draft() {}

  public Draft(String text) {
    insert(0, text);
  }

  /// Applies a sender's operations after making them harmless: positions clipped, text sanitised
  /// and cut to what fits. Returns the operations as applied; those that had no effect are gone.
  public List<TextOp> admit(List<TextOp> ops) {
    List<TextOp> admitted = new ArrayList<>(ops.size());
    for (TextOp op : ops) {
      switch (op) {
        case TextOp.Insert insert -> {
          int at = clip(insert.at());
          String harmless = fit(at, PlainText.clean(insert.text()));
          if (!harmless.isEmpty()) {
            insert(at, harmless);
            admitted.add(new TextOp.Insert(at, harmless));
          }
        }
        case TextOp.Erase erase -> {
          int at = clip(erase.at());
          int count = Math.clamp(erase.count(), 0, at);
          if (count > 0) {
            erase(at, count);
            admitted.add(new TextOp.Erase(at, count));
          }
        }
      }
    }
    return admitted;
  }

  /// Applies operations that were admitted before.
  public void apply(List<TextOp> ops) {
    for (TextOp op : ops) {
      switch (op) {
        case TextOp.Insert insert -> insert(clip(insert.at()), insert.text());
        case TextOp.Erase erase -> {
          int at = clip(erase.at());
          erase(at, Math.clamp(erase.count(), 0, at));
        }
      }
    }
  }

  public void clear() {
    text.setLength(0);
    length = 0;
  }

  /// In code points.
  public int length() {
    return length;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private int clip(int at) {
    return Math.clamp(at, 0, length);
  }

  private void insert(int at, String inserted) {
    text.insert(text.offsetByCodePoints(0, at), inserted);
    // Counted again: two halves of a surrogate pair that meet become one code point.
    length = text.codePointCount(0, text.length());
  }

  private void erase(int at, int count) {
    int end = text.offsetByCodePoints(0, at);
    text.delete(text.offsetByCodePoints(end, -count), end);
    length = text.codePointCount(0, text.length());
  }

  private String fit(int at, String inserted) {
    int room = MAX_LENGTH - length;
    int run = marksAround(at);
    StringBuilder fitting = new StringBuilder(inserted.length());
    for (int codePoint : inserted.codePoints().toArray()) {
      run = isMark(codePoint) ? run + 1 : 0;
      if (room > 0 && run <= MAX_COMBINING_RUN) {
        fitting.appendCodePoint(codePoint);
        room--;
      }
    }
    return fitting.toString();
  }

  private int marksAround(int at) {
    int index = text.offsetByCodePoints(0, at);
    int run = 0;
    for (int i = index;
        i > 0 && isMark(text.codePointBefore(i));
        i = text.offsetByCodePoints(i, -1)) {
      run++;
    }
    for (int i = index;
        i < text.length() && isMark(text.codePointAt(i));
        i = text.offsetByCodePoints(i, 1)) {
      run++;
    }
    return run;
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> false;
    };
  }
}

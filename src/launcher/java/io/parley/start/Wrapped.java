package io.parley.start;

import java.util.ArrayList;
import java.util.List;

/// A text in lines of a limited width.
final class Wrapped {
  private Wrapped() {}

  /// Breaks between words where it can. What does not fit into the last line is left out, and
  /// marked by `...`.
  static List<String> of(String text, int width, int lines) {
    var wrapped = new ArrayList<String>();
    var rest = text.strip().replaceAll("\\s+", " ");
    while (rest.length() > width && wrapped.size() < lines - 1) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      wrapped.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    wrapped.add(rest.length() > width ? rest.substring(0, Math.max(0, width - 3)) + "..." : rest);
    return wrapped;
  }
}

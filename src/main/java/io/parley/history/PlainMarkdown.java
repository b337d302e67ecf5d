package io.parley.history;

import java.util.regex.Pattern;

/// Markdown without its marks, for places that show a line or two of a message: what a mark is, is
/// guessed from its surroundings, so `2 * 3` and `snake_case` stay as they are.
public final class PlainMarkdown {
  private static final Pattern FENCE = Pattern.compile("(?m)^[ \\t]*+(?:```|~~~).*+$\\R?");
  private static final Pattern RULER = Pattern.compile("(?m)^[ \\t|:-]*+$\\R?");
  private static final Pattern OPENING =
      Pattern.compile("(?m)^[ \\t]*+(?:(?:#{1,6}|>|[-*+]|\\d{1,9}[.)])[ \\t]++|>)++");
  private static final Pattern LINK =
      Pattern.compile("!?+\\[([^\\]\\[]*+)\\]\\([^()\\s]*+[^()]*+\\)");
  private static final Pattern CELL_EDGE =
      Pattern.compile("(?m)^[ \\t]*+\\|[ \\t]*+|[ \\t]*+\\|[ \\t]*+$");
  private static final Pattern CELLS = Pattern.compile("[ \\t]++\\|[ \\t]++");
  private static final Pattern MARK =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}\\\\])[*_~]{1,3}+(?=\\S)|(?<=[^\\s\\\\])[*_~]{1,3}+(?![\\p{L}\\p{N}])|`++");

  private PlainMarkdown() {}

  public static String of(String markdown) {
    String text = FENCE.matcher(markdown).replaceAll("");
    text = RULER.matcher(text).replaceAll("");
    text = OPENING.matcher(text).replaceAll("");
    text = LINK.matcher(text).replaceAll("$1");
    text = CELL_EDGE.matcher(text).replaceAll("");
    text = CELLS.matcher(text).replaceAll(" · ");
    return MARK.matcher(text).replaceAll("");
  }
}

package io.parley.transfer;

import io.parley.participant.PlainText;
import io.parley.transfer.LeftOut.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text of another product's export as it is shown here: without what that product writes into
/// its texts for itself.
///
/// @param thoughts what a model thought, which some products write into its text; empty if nothing
record ForeignText(String said, String thoughts) {
  /// Between parts of one text.
  static final String GAP = "\n\n";

  /// Code points, as the longest reply that the assistant lets pass.
  private static final int MAX_LENGTH = 200_000;

  private static final String ELLIPSIS = "…";

  /// ChatGPT puts references between characters of private use.
  private static final Pattern REFERENCE = Pattern.compile("\uE200[^\uE200\uE201]*\uE201");

  /// Open WebUI folds what a model thought, and the tools it used, into its text.
  private static final Pattern DETAILS =
      Pattern.compile("<details type=\"(reasoning|tool_calls|code_interpreter)\"[^>]*>");

  private static final String DETAILS_END = "</details>";

  /// Above the thoughts, which are quoted.
  private static final Pattern SUMMARY = Pattern.compile("\\A\\s*<summary>[^<]*</summary>\\s*");

  private static final Pattern QUOTED = Pattern.compile("(?m)^(?:&gt;|>) ?");
  private static final Pattern THINKING =
      Pattern.compile("(?i)\\A\\s*(?:<(think|thinking)>|(:::thinking)\\b)");

  private static final Map<Kind, String> NOUNS =
      new EnumMap<>(
          Map.of(
              Kind.PICTURES, "picture",
              Kind.FILES, "file",
              Kind.RECORDINGS, "recording"));

  /// @param leftOut counts what is taken out and not kept
  static ForeignText of(String text, LeftOut leftOut) {
    StringBuilder thoughts = new StringBuilder();
    String clean = withoutReferences(cleaned(text), leftOut);
    String said = withoutThinking(withoutDetails(clean, leftOut, thoughts), thoughts);
    return new ForeignText(cut(said, leftOut), cut(thoughts.toString(), leftOut));
  }

  /// @return this and what followed it
  ForeignText then(ForeignText next) {
    return new ForeignText(join(said, next.said), join(thoughts, next.thoughts));
  }

  /// What a model thought, as it stands in a file.
  static String thoughts(String text, LeftOut leftOut) {
    return cut(cleaned(text), leftOut);
  }

  /// @return one text after the other
  static String join(String before, String text) {
    return before.isEmpty() || text.isEmpty() ? before + text : before + GAP + text;
  }

  private static String cleaned(String text) {
    return PlainText.clean(text).replace("\0", "");
  }

  private static String cut(String text, LeftOut leftOut) {
    if (text.length() <= MAX_LENGTH || PlainText.length(text) <= MAX_LENGTH) {
      return text.strip();
    }
    leftOut.add(Kind.SHORTENED);
    return text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH - 1)).strip() + ELLIPSIS;
  }

  /// What stands for a message that held nothing else than what is left out.
  static String placeholder(LeftOut leftOut) {
    String parts =
        leftOut.counts().entrySet().stream()
            .filter(entry -> NOUNS.containsKey(entry.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .map(entry ->
                entry.getValue()
                    + " "
                    + NOUNS.get(entry.getKey())
                    + (entry.getValue() == 1 ? "" : "s"))
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? "" : "[Not imported: " + parts + "]";
  }

  private static String withoutReferences(String text, LeftOut leftOut) {
    if (text.indexOf('\uE200') < 0) {
      return text;
    }
    Matcher reference = REFERENCE.matcher(text);
    return reference.replaceAll(_ -> {
      leftOut.add(Kind.REFERENCES);
      return "";
    });
  }

  /// Blocks that end only with the text take the rest of it along.
  private static String withoutDetails(String text, LeftOut leftOut, StringBuilder thoughts) {
    StringBuilder shown = new StringBuilder();
    Matcher begin = DETAILS.matcher(text);
    int from = 0;
    while (begin.find(from)) {
      shown.append(text, from, begin.start());
      int end = text.indexOf(DETAILS_END, begin.end());
      if (begin.group(1).equals("reasoning")) {
        think(thoughts, unfolded(text.substring(begin.end(), end < 0 ? text.length() : end)));
      } else {
        leftOut.add(Kind.TOOL_CALLS);
      }
      from = end < 0 ? text.length() : end + DETAILS_END.length();
    }
    return shown.append(text, from, text.length()).toString();
  }

  private static String unfolded(String details) {
    return QUOTED.matcher(SUMMARY.matcher(details).replaceFirst("")).replaceAll("");
  }

  private static String withoutThinking(String text, StringBuilder thoughts) {
    Matcher begin = THINKING.matcher(text);
    if (!begin.find()) {
      return text;
    }
    String end = begin.group(1) == null ? ":::" : "</" + begin.group(1) + ">";
    int at = text.indexOf(end, begin.end());
    if (at < 0) {
      return text;
    }
    think(thoughts, text.substring(begin.end(), at));
    return text.substring(at + end.length());
  }

  private static void think(StringBuilder thoughts, String text) {
    if (!text.isBlank()) {
      thoughts.append(thoughts.isEmpty() ? "" : GAP).append(text.strip());
    }
  }
}

package io.parley.conversation;

import io.parley.conversation.LeftOut.Kind;
import io.parley.identity.PlainText;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text of another product's export as it is shown here: without what that product writes into
/// its texts for itself.
final class ForeignText {
  /// Code points, as the longest reply that the assistant lets pass.
  private static final int MAX_LENGTH = 200_000;

  private static final String ELLIPSIS = "…";

  /// ChatGPT puts references between characters of private use.
  private static final Pattern REFERENCE = Pattern.compile("\uE200[^\uE200\uE201]*\uE201");

  /// Open WebUI folds what a model thought, and the tools it used, into its text.
  private static final Pattern DETAILS =
      Pattern.compile("<details type=\"(reasoning|tool_calls|code_interpreter)\"[^>]*>");

  private static final String DETAILS_END = "</details>";
  private static final Pattern THINKING =
      Pattern.compile("(?i)\\A\\s*(?:<(think|thinking)>|(:::thinking)\\b)");

  private static final Map<Kind, String> NOUNS =
      new EnumMap<>(
          Map.of(
              Kind.PICTURES, "picture",
              Kind.FILES, "file",
              Kind.RECORDINGS, "recording"));

  private ForeignText() {}

  /// @param leftOut counts what is taken out
  static String of(String text, LeftOut leftOut) {
    String clean = PlainText.clean(text).replace("\0", "");
    String shown =
        withoutThinking(withoutDetails(withoutReferences(clean, leftOut), leftOut), leftOut);
    if (PlainText.length(shown) <= MAX_LENGTH) {
      return shown.strip();
    }
    leftOut.add(Kind.SHORTENED);
    return shown.substring(0, shown.offsetByCodePoints(0, MAX_LENGTH - 1)).strip() + ELLIPSIS;
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
  private static String withoutDetails(String text, LeftOut leftOut) {
    StringBuilder shown = new StringBuilder();
    Matcher begin = DETAILS.matcher(text);
    int from = 0;
    while (begin.find(from)) {
      shown.append(text, from, begin.start());
      leftOut.add(begin.group(1).equals("reasoning") ? Kind.THINKING : Kind.TOOL_CALLS);
      int end = text.indexOf(DETAILS_END, begin.end());
      from = end < 0 ? text.length() : end + DETAILS_END.length();
    }
    return shown.append(text, from, text.length()).toString();
  }

  private static String withoutThinking(String text, LeftOut leftOut) {
    Matcher begin = THINKING.matcher(text);
    if (!begin.find()) {
      return text;
    }
    String end = begin.group(1) == null ? ":::" : "</" + begin.group(1) + ">";
    int at = text.indexOf(end, begin.end());
    if (at < 0) {
      return text;
    }
    leftOut.add(Kind.THINKING);
    return text.substring(at + end.length());
  }
}

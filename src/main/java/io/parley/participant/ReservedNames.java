package io.parley.participant;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names that stand for the server, the people who run it, or its models: whoever bore one would be
/// believed. Compared as [Likeness] reads them.
final class ReservedNames {
  /// Reserved alone, with each other and with [#FILLERS], such as `The Parley Support 2`.
  private static final Set<String> NAMES =
      readings(
          "admin",
          "administrator",
          "administrators",
          "admins",
          "anthropic",
          "assistant",
          "bot",
          "chatbot",
          "chatgpt",
          "claude",
          "deepseek",
          "everyone",
          "gemini",
          "gpt",
          "guide",
          "helpdesk",
          "host",
          "llama",
          "mistral",
          "mod",
          "moderator",
          "moderators",
          "mods",
          "openai",
          "operator",
          "operators",
          "owner",
          "parley",
          "root",
          "server",
          "staff",
          "support",
          "sysadmin",
          "sysop",
          "system",
          "webmaster");

  /// Reserved as a word of any name, such as `Ada (moderator)`.
  private static final Set<String> WORDS =
      readings("admin", "administrator", "moderator", "operator", "sysadmin");

  private static final Set<String> FILLERS =
      readings(
          "a",
          "account",
          "ai",
          "chat",
          "help",
          "model",
          "of",
          "official",
          "real",
          "room",
          "security",
          "service",
          "team",
          "the",
          "your");

  private static final Pattern NUMBER_AT_THE_END =
      Pattern.compile("[^\\p{L}\\p{M}]*\\p{N}[^\\p{L}]*$");
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[\\s\\p{Z}()\\[\\]{}<>,;:/\\\\|_·•~*\"'-]+");

  private ReservedNames() {}

  static boolean include(String name) {
    String unnumbered = NUMBER_AT_THE_END.matcher(name).replaceFirst("");
    return Stream.of(name, unnumbered)
            .flatMap(one -> Likeness.of(one).readings().stream())
            .anyMatch(reading -> isMadeOfReserved(reading))
        || BETWEEN_WORDS
            .splitAsStream(name)
            .filter(word -> !word.isEmpty())
            .flatMap(word -> Likeness.of(word).readings().stream())
            .anyMatch(WORDS::contains);
  }

  /// Whether it is nothing but reserved words and fillers, with at least one of the former, however
  /// they are put together.
  private static boolean isMadeOfReserved(String reading) {
    int length = reading.length();
    boolean[] fillers = new boolean[length + 1];
    boolean[] reserved = new boolean[length + 1];
    fillers[0] = true;
    for (int from = 0; from < length; from++) {
      if (!fillers[from] && !reserved[from]) {
        continue;
      }
      for (int to = from + 1; to <= length; to++) {
        String part = reading.substring(from, to);
        if (NAMES.contains(part)) {
          reserved[to] = true;
        } else if (FILLERS.contains(part)) {
          fillers[to] |= fillers[from];
          reserved[to] |= reserved[from];
        }
      }
    }
    return reserved[length];
  }

  private static Set<String> readings(String... names) {
    return Stream.of(names).map(Skeleton::ofLetters).collect(Collectors.toUnmodifiableSet());
  }
}

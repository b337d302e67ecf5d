package io.parley.llm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What people call a model: its id, written as its maker writes the name. The page does the same
/// in `js/session/model-name.js`, and `model-names.json` beside the tests of the page has what both
/// must make of an id.
public final class ModelName {
  /// Does not break at the end of a line.
  private static final String HYPHEN = "\u2011";

  private static final String NAMELESS = "Assistant";

  /// Families of models as their makers write them, by their spelling in ids.
  private static final Map<String, String> FAMILIES =
      byLowerCase(
          "ChatGPT Claude Codestral Command DeepSeek Devstral Gemini Gemma GLM GPT Granite Grok Kimi"
              + " Llama Magistral Meta Ministral Mistral Mixtral Nemotron OLMo Phi Pixtral QwQ Qwen"
              + " Sonar");

  /// Words within a name that are not written with one capital.
  private static final Map<String, String> WORDS = byLowerCase("GGUF IT MoE VL");

  /// What stands between a family and its version, where it is no space.
  private static final Map<String, String> JOINTS =
      Map.of("GPT", HYPHEN, "GLM", HYPHEN, "Phi", HYPHEN, "DeepSeek", HYPHEN, "Qwen", "");

  private static final Pattern SEPARATORS = Pattern.compile("[-_:\\s]++");
  private static final Pattern FIRST = Pattern.compile("([a-z]+?)(\\d[\\d.]*+[a-z]?)?");
  private static final Pattern VERSION = Pattern.compile("\\d{1,2}(?:\\.\\d+)*[a-z]?");
  private static final Pattern SIZE =
      Pattern.compile("[aeAE]?\\d+(?:\\.\\d+)?(?:[xX]\\d+)?[bkmBKM]");
  private static final Pattern RELEASE = Pattern.compile("[RV]\\d.*");
  private static final Pattern MINOR = Pattern.compile("(?<![\\d.])(\\d) (\\d)(?![\\d.])");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final int DATE_WORDS = 3;

  private ModelName() {}

  /// @param id `provider/model`, or what is left of it
  public static String of(String id) {
    String name = id.substring(id.lastIndexOf('/') + 1);
    String shortName =
        name.endsWith(":latest") ? name.substring(0, name.length() - ":latest".length()) : name;
    List<String> words =
        dated(SEPARATORS.splitAsStream(shortName).filter(word -> !word.isEmpty()).toList());
    if (words.isEmpty()) {
      return NAMELESS;
    }
    String first = lower(words.getFirst());
    if (first.matches("o\\d")
        || (first.equals("gpt") && words.size() > 1 && lower(words.get(1)).equals("oss"))) {
      return series(words);
    }
    Matcher parts = FIRST.matcher(first);
    String maker = parts.matches() ? FAMILIES.getOrDefault(parts.group(1), "") : "";
    String version = maker.isEmpty() ? null : parts.group(2);
    if (maker.isEmpty() || (version != null && !VERSION.matcher(version).matches())) {
      return capital(words.stream().map(ModelName::sized).collect(Collectors.joining(" ")));
    }
    List<String> others = words.subList(1, words.size());
    List<String> rest =
        version == null ? others : Stream.concat(Stream.of(version), others.stream()).toList();
    return begun(maker, maker.equals("Claude") ? pointed(rest) : rest);
  }

  private static String begun(String maker, List<String> rest) {
    if (rest.isEmpty()) {
      return maker;
    }
    List<String> written = rest.stream().map(word -> written(word, maker)).toList();
    String next = written.getFirst();
    boolean versioned =
        (VERSION.matcher(next).matches() && !SIZE.matcher(next).matches())
            || (maker.equals("DeepSeek") && RELEASE.matcher(next).matches());
    String joint = versioned ? JOINTS.getOrDefault(maker, " ") : " ";
    return maker + joint + String.join(" ", written);
  }

  private static String written(String word, String maker) {
    String lower = lower(word);
    if (maker.equals("GPT") && (lower.equals("mini") || lower.equals("nano"))) {
      return lower;
    }
    if (SIZE.matcher(word).matches()) {
      return sized(word);
    }
    if (word.matches("v\\d.*") && !maker.equals("DeepSeek")) {
      return word;
    }
    String known = FAMILIES.getOrDefault(lower, WORDS.getOrDefault(lower, ""));
    return known.isEmpty() ? capital(word) : known;
  }

  private static String sized(String word) {
    return SIZE.matcher(word).matches() ? word.toUpperCase(Locale.ROOT).replace('X', 'x') : word;
  }

  /// OpenAI's o3‑mini and gpt‑oss are written as their ids are.
  private static String series(List<String> words) {
    int last = words.size() - 1;
    return DATE.matcher(words.get(last)).matches()
        ? String.join(HYPHEN, words.subList(0, last)) + " " + words.get(last)
        : String.join(HYPHEN, words);
  }

  /// `3`, `5` of `claude-3-5-sonnet` is 3.5.
  private static List<String> pointed(List<String> words) {
    String joined = MINOR.matcher(String.join(" ", words)).replaceFirst("$1.$2");
    return Arrays.stream(joined.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /// The parts of a date at the end are one word.
  private static List<String> dated(List<String> words) {
    int start = words.size() - DATE_WORDS;
    if (start <= 0) {
      return words;
    }
    String date = String.join("-", words.subList(start, words.size()));
    return DATE.matcher(date).matches()
        ? Stream.concat(words.subList(0, start).stream(), Stream.of(date)).toList()
        : words;
  }

  private static String capital(String word) {
    int end = word.offsetByCodePoints(0, 1);
    return word.substring(0, end).toUpperCase(Locale.ROOT) + word.substring(end);
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> byLowerCase(String words) {
    return Arrays.stream(words.split(" ", -1))
        .collect(Collectors.toUnmodifiableMap(ModelName::lower, Function.identity()));
  }
}

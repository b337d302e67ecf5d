package io.parley.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text as the terms that the index knows: lower case, English stems, without the words that every
/// sentence has. A compound such as `parley.llm.default-model` or `OPENAI_API_KEY` counts whole and
/// in parts.
final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[._/-][\\p{L}\\p{N}]+)*");
  private static final Pattern JOINT = Pattern.compile("[._/-]");
  private static final Pattern APOSTROPHE = Pattern.compile("['’](s|re|ve|ll|d|t|m)\\b");

  private static final Set<String> STOP =
      Set.of(
          ("a about again all also am an and any anybody anyone anything are as at be because been"
                  + " before being but by can cannot could did do does doing don done each else"
                  + " every everybody everyone for from get gets give had has have he hello help her"
                  + " here hey hi him his how i if in into is it its just know let like ll make many"
                  + " may me might mine more most much must my need no nor not now of off ok okay on"
                  + " once one only or other our out own parley please s same shall she should so"
                  + " some somebody someone something such t tell than thank thanks that the their"
                  + " them then there these they thing things this those through to too under until"
                  + " up us use used uses using very want was way we well were what when where whether which while who"
                  + " whose why will with without work works would yes you your yours explain describe show"
                  + " happen happens mean means good morning evening bye exactly really actually")
              .split(" ", -1));

  /// Other words for the same thing; what people say on the left, what the handbook says on the
  /// right.
  private static final Map<String, List<String>> OTHERWISE =
      Map.ofEntries(
          Map.entry("llm", List.of("model")),
          Map.entry("llms", List.of("model")),
          Map.entry("ai", List.of("model")),
          Map.entry("chatgpt", List.of("openai", "model")),
          Map.entry("gpt", List.of("openai")),
          Map.entry("claude", List.of("provider", "model")),
          Map.entry("gemini", List.of("provider", "model")),
          Map.entry("llama", List.of("ollama")),
          Map.entry("db", List.of("postgresql", "database")),
          Map.entry("database", List.of("postgresql")),
          Map.entry("postgres", List.of("postgresql")),
          Map.entry("install", List.of("start", "build")),
          Map.entry("setup", List.of("start", "configuration")),
          Map.entry("run", List.of("start")),
          Map.entry("launch", List.of("start")),
          Map.entry("settings", List.of("configuration", "key")),
          Map.entry("options", List.of("configuration", "key")),
          Map.entry("password", List.of("key", "token")),
          Map.entry("error", List.of("failure", "code")),
          Map.entry("slow", List.of("timeout")),
          Map.entry("typing", List.of("draft")),
          Map.entry("endpoint", List.of("address")),
          Map.entry("url", List.of("address")),
          Map.entry("chatroom", List.of("room")),
          Map.entry("channel", List.of("room")),
          Map.entry("bot", List.of("model", "assistant")),
          Map.entry("offline", List.of("local", "network")));

  private Words() {}

  /// The terms of a text, in order, with repetitions.
  static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    Matcher words = WORD.matcher(plain(text));
    while (words.find()) {
      String word = words.group();
      List<String> parts = List.of(JOINT.split(word, -1));
      if (parts.size() > 1) {
        terms.add(word);
      }
      for (String part : parts) {
        if (part.length() > 1 && !STOP.contains(part)) {
          terms.add(Stem.of(part));
        }
      }
    }
    return terms;
  }

  /// What else might be meant by a question: the same as [#terms] for other words of the same
  /// meaning.
  static List<String> otherTerms(String text) {
    List<String> terms = new ArrayList<>();
    Matcher words = WORD.matcher(plain(text));
    while (words.find()) {
      OTHERWISE.getOrDefault(words.group(), List.of()).forEach(word -> terms.add(Stem.of(word)));
    }
    return terms;
  }

  private static String plain(String text) {
    return APOSTROPHE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}

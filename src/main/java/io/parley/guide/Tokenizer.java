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
final class Tokenizer {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[._/-][\\p{L}\\p{N}]+)*");
  private static final Pattern JOINT = Pattern.compile("[._/-]");
  private static final Pattern APOSTROPHE = Pattern.compile("['’](s|re|ve|ll|d|t|m)\\b");

  static final Set<String> STOP =
      Set.copyOf(
          List.of(
              ("a about again all also am an and any anybody anyone anything are as at be because been"
                      + " before being but by can cannot could did do does doing don done each else"
                      + " every everybody everyone for from get gets give had has have he hello help her"
                      + " here hey hi him his how i if in into is it its just know let like ll make many"
                      + " may me might mine more most much must my need no nor not now of off ok okay on"
                      + " once one only or other our out own please s same shall she should so"
                      + " some somebody someone something such t tell than thank thanks that the their"
                      + " them then there these they thing things this those through to too under until"
                      + " up us use used uses using very want was way we well were what when where whether"
                      + " which while who whose why will with without work works would yes you your yours"
                      + " explain describe show happen happened happens mean means good morning evening"
                      + " bye exactly really actually possible able look back go goes going got put"
                      + " thing just still already even ever think question like rather instead anywhere everywhere never always around away"
                      + " quite useful reason click somewhere sometimes"
                      + " overview introduction setup")
                  .split(" ", -1)));

  /// What is one thing in several words.
  private static final Map<Pattern, String> PHRASES =
      Map.of(
          Pattern.compile("\\bback(?:ing|ed)?[ -](?:it |them |this )?ups?\\b"), "backup",
          Pattern.compile("\\b(?:log|sign)(?:ging|ged|ing|ed)?[ -](?:in|on|out|up)\\b"), "login",
          Pattern.compile("\\bset(?:ting)?[ -](?:it |this )?up\\b"), "setup",
          Pattern.compile("\\bget(?:ting)? rid of\\b"), "delete",
          Pattern.compile("\\bt(?:ake|aken|ook)(?: it| this| that)? back\\b"), "revoke",
          Pattern.compile("\\bmore than one\\b"), "several");

  private Tokenizer() {}

  /// The terms of a text, in order, with repetitions.
  static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    for (String word : all(text)) {
      List<String> parts = List.of(JOINT.split(word, -1));
      if (parts.size() > 1) {
        terms.add(word);
      }
      parts.stream().filter(Tokenizer::tells).map(Stemmer::of).forEach(terms::add);
    }
    return terms;
  }

  /// Whether a word tells something of what a text is about.
  static boolean tells(String word) {
    return word.length() > 1 && !STOP.contains(word);
  }

  /// All words of a text in lower case, compounds whole.
  static List<String> all(String text) {
    return WORD.matcher(plain(text)).results().map(found -> found.group()).toList();
  }

  private static String plain(String text) {
    String plain = APOSTROPHE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    for (var phrase : PHRASES.entrySet()) {
      Matcher found = phrase.getKey().matcher(plain);
      plain = found.replaceAll(phrase.getValue());
    }
    return plain;
  }
}

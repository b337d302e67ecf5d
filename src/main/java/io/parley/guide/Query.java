package io.parley.guide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A question as the index looks for it.
///
/// @param wishes what a section should have
/// @param asked the terms of the question itself
/// @param inside whether it is about how Parley is built or programmed
/// @param words all of the question, in order, as they were meant
/// @param before all of the question before
record Query(
    List<Wish> wishes, Set<String> asked, boolean inside, List<String> words, List<String> before) {
  /// What a word of the same meaning counts, one that was mistyped, and one of the question before.
  private static final double OTHERWISE = 0.75;

  private static final double MISTYPED = 0.95;
  private static final double BEFORE = 0.5;

  /// Compounds such as `parley.llm.default-model`, `OPENAI_API_KEY` and `/api/rooms`.
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}]++[._][\\p{L}\\p{N}]|(?<!\\S)/\\p{L}");

  private static final Set<String> INSIDE =
      terms(
          "architecture implementation implemented internals internally developer protocol websocket"
              + " socket sdk library endpoint rest openapi client performance benchmark latency"
              + " guarantees reliability dependencies chaos python javascript tests");

  /// One thing that is asked for: a section has it if it has any of these terms.
  ///
  /// @param terms with what each counts, the best first
  /// @param before whether it is of the question before
  /// @param mistyped whether it is not what was typed, only near it
  record Wish(Map<String, Double> terms, boolean before, boolean mistyped) {}

  Query {
    wishes = List.copyOf(wishes);
    asked = Set.copyOf(asked);
    words = List.copyOf(words);
    before = List.copyOf(before);
  }

  /// @param before the question before, for what is left unsaid in a follow-up; may be empty
  static Query of(String question, String before, Spelling spelling) {
    if (!before.isEmpty() && Tokenizer.terms(question).isEmpty()) {
      return of(before, "", spelling);
    }
    Map<String, Wish> wishes = new LinkedHashMap<>();
    add(question, false, spelling, wishes);
    Set<String> asked = Set.copyOf(wishes.keySet());
    add(before, true, spelling, wishes);
    boolean inside = asked.stream().anyMatch(INSIDE::contains) || NAME.matcher(question).find();
    return new Query(
        new ArrayList<>(wishes.values()),
        asked,
        inside,
        meant(question, spelling),
        meant(before, spelling));
  }

  /// What each term counts at most.
  double weight(String term) {
    return wishes.stream()
        .mapToDouble(wish -> wish.terms().getOrDefault(term, 0.0))
        .max()
        .orElse(0);
  }

  private static List<String> meant(String text, Spelling spelling) {
    return Tokenizer.all(text).stream().map(word -> spelling.meant(word).orElse(word)).toList();
  }

  private static void add(
      String text, boolean before, Spelling spelling, Map<String, Wish> wishes) {
    for (String word : Tokenizer.all(text)) {
      Optional<String> meant = spelling.meant(word);
      String right = meant.orElse(word);
      double counts = (before ? BEFORE : 1) * (meant.isPresent() ? MISTYPED : 1);
      for (String term : Tokenizer.terms(right)) {
        wishes.computeIfAbsent(term, _ -> wish(term, right, counts, before, meant.isPresent()));
      }
    }
  }

  private static Wish wish(
      String term, String word, double weight, boolean before, boolean mistyped) {
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put(term, weight);
    Synonyms.of(word).forEach(other -> terms.putIfAbsent(other, weight * OTHERWISE));
    return new Wish(terms, before, mistyped);
  }

  private static Set<String> terms(String words) {
    return Tokenizer.terms(words).stream().collect(Collectors.toUnmodifiableSet());
  }
}

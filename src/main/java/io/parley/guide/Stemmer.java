package io.parley.guide;

import java.util.List;

/// A light English stemmer: enough that "connecting", "connects" and "connection" meet. It cuts the
/// endings of inflection and the commonest of derivation, in the order of Porter's algorithm
/// (Porter, "An algorithm for suffix stripping", 1980) but without its measure: documentation has
/// few of the words for which that matters.
final class Stemmer {
  private static final int SHORTEST = 3;
  private static final List<String> ENDINGS =
      List.of("ition", "ment", "ness", "able", "ible", "ing", "ion", "ed", "er", "ly", "al");

  private Stemmer() {}

  static String of(String word) {
    if (word.length() <= SHORTEST || !word.chars().allMatch(Character::isLetter)) {
      return word;
    }
    String stem = trim(cut(singular(word)));
    // "generation" and "generate", "configuration" and "configure"
    return stem.length() > 5 && stem.endsWith("at") ? stem.substring(0, stem.length() - 2) : stem;
  }

  private static String singular(String word) {
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.endsWith("sses")
        || word.endsWith("xes")
        || word.endsWith("ches")
        || word.endsWith("shes")) {
      return word.substring(0, word.length() - 2);
    }
    if (word.endsWith("s")
        && !word.endsWith("ss")
        && !word.endsWith("us")
        && !word.endsWith("is")) {
      return word.substring(0, word.length() - 1);
    }
    return word;
  }

  private static String cut(String word) {
    for (String ending : ENDINGS) {
      int length = word.length() - ending.length();
      if (word.endsWith(ending) && length >= SHORTEST && hasVowel(word, length)) {
        return word.substring(0, length);
      }
    }
    return word;
  }

  /// A doubled consonant and a last e or y say no more than the ending did.
  private static String trim(String word) {
    int last = word.length() - 1;
    if (last >= SHORTEST && (word.charAt(last) == 'e' || word.charAt(last) == 'y')) {
      return trim(word.substring(0, last));
    }
    boolean doubled = last >= SHORTEST && word.charAt(last) == word.charAt(last - 1);
    return doubled && "bdgmnprt".indexOf(word.charAt(last)) >= 0 ? word.substring(0, last) : word;
  }

  private static boolean hasVowel(String word, int length) {
    return word.substring(0, length).chars().anyMatch(letter -> "aeiouy".indexOf(letter) >= 0);
  }
}

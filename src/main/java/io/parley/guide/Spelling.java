package io.parley.guide;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the word of the handbook that somebody meant who mistyped it: one edit away, or two in a
/// long word, unless it would be a word that tells nothing. An edit is a letter too many, too few
/// or wrong, or two neighbours exchanged (the optimal string alignment distance).
final class Spelling {
  /// Knows nothing better.
  static final Spelling NONE = new Spelling(Map.of());

  private static final int SHORTEST = 3;
  private static final int LONG = 6;
  private static final int LONGEST = 24;

  private final Map<String, Integer> vocabulary;

  /// @param vocabulary words in lower case, and how often each occurs
  Spelling(Map<String, Integer> vocabulary) {
    this.vocabulary = Map.copyOf(vocabulary);
  }

  boolean knows(String word) {
    return vocabulary.containsKey(word);
  }

  /// The nearest word, of several the most frequent; empty if none is near, or the word is right.
  Optional<String> correction(String word) {
    if (knows(word)
        || word.length() < SHORTEST
        || word.length() > LONGEST
        || !word.chars().allMatch(Character::isLetter)) {
      return Optional.empty();
    }
    String best = "";
    long bestRank = Long.MAX_VALUE;
    for (var entry : vocabulary.entrySet()) {
      long rank = rank(word, entry.getKey(), entry.getValue());
      if (rank < bestRank || (rank == bestRank && entry.getKey().compareTo(best) < 0)) {
        best = entry.getKey();
        bestRank = rank;
      }
    }
    return bestRank == Long.MAX_VALUE ? Optional.empty() : Optional.of(best);
  }

  /// As [#correction], also for the parts of a word with hyphens.
  Optional<String> meant(String word) {
    if (knows(word) || word.indexOf('-') < 0) {
      return correction(word);
    }
    String parts =
        Arrays.stream(word.split("-", -1))
            .map(part -> correction(part).orElse(part))
            .collect(Collectors.joining("-"));
    return parts.equals(word) ? Optional.empty() : Optional.of(parts);
  }

  /// Fewer edits first, then what is more frequent. The first letter is right, or second.
  private static long rank(String word, String other, int frequency) {
    int allowed = word.length() >= LONG && Tokenizer.tells(other) ? 2 : 1;
    if (other.length() < SHORTEST || Math.abs(other.length() - word.length()) > allowed) {
      return Long.MAX_VALUE;
    }
    boolean begins =
        word.charAt(0) == other.charAt(0)
            || (word.charAt(0) == other.charAt(1) && word.charAt(1) == other.charAt(0));
    int edits = distance(word, other);
    // in a short word, an edit leaves little of it: it must begin and be as long as the other
    boolean tooShort = word.length() == SHORTEST && !sameLetters(word, other);
    if (edits > allowed || tooShort || !begins) {
      return Long.MAX_VALUE;
    }
    return edits * 10_000_000L - Math.min(frequency, 9_000_000);
  }

  private static boolean sameLetters(String one, String other) {
    return one.chars().allMatch(letter -> other.indexOf(letter) >= 0);
  }

  private static int distance(String one, String other) {
    int[][] edits = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      edits[i][0] = i;
    }
    for (int j = 0; j <= other.length(); j++) {
      edits[0][j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      for (int j = 1; j <= other.length(); j++) {
        int wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(
                Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1), edits[i - 1][j - 1] + wrong);
        boolean exchanged =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        edits[i][j] = exchanged ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
      }
    }
    return edits[one.length()][other.length()];
  }
}

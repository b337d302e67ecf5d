package io.parley.search;

import io.parley.conversation.SearchFold;
import io.parley.participant.PlainText;
import io.parley.platform.Problem;
import java.util.ArrayList;
import java.util.List;

/// What somebody looks for, in the syntax that search engines have made common: words that must all
/// be there, `"a phrase"`, `-not`, `this or that`. The last word may be the beginning of a longer
/// one, unless something follows it, be it a blank. No other punctuation means anything: `--force`
/// looks for `force`.
///
/// Only the structure is read here. What a word is, in whatever language, [SearchFold] decides for
/// messages and questions alike.
public record SearchQuery(List<Clause> clauses, boolean openEnd) {
  /// Code points.
  static final int MAX_LENGTH = 500;

  private static final int MAX_CLAUSES = 20;

  /// Words that stand together.
  ///
  /// @param alternative if an "or" stands before it
  record Clause(String text, boolean negated, boolean alternative) {
    Clause folded() {
      return new Clause(SearchFold.of(text), negated, alternative);
    }
  }

  public SearchQuery {
    clauses = List.copyOf(clauses);
  }

  /// What is left out, as it was written.
  List<String> excluded() {
    return clauses.stream().filter(Clause::negated).map(Clause::text).toList();
  }

  /// @throws io.parley.platform.ProblemException `invalid_request` if it holds NUL, is empty, too
  ///   long, of too many words, or says only what is not wanted
  public static SearchQuery parse(String text) {
    if (text.indexOf('\0') >= 0) {
      throw Problem.INVALID_REQUEST.because("A search cannot contain NUL characters.");
    }
    if (PlainText.length(text) > MAX_LENGTH) {
      throw Problem.INVALID_REQUEST.because("A search has at most " + MAX_LENGTH + " characters.");
    }
    String clean = PlainText.clean(text).replace('“', '"').replace('”', '"').replace('„', '"');
    SearchQuery query = new Reading(clean).read();
    if (query.clauses().isEmpty()) {
      throw Problem.INVALID_REQUEST.because("A search needs at least one letter or digit.");
    }
    if (query.clauses().stream().allMatch(Clause::negated)) {
      throw Problem.INVALID_REQUEST.because(
          "`-` before a word leaves out the messages that contain it. A search needs at least one"
              + " word without `-`.");
    }
    if (query.clauses().size() > MAX_CLAUSES) {
      throw Problem.INVALID_REQUEST.because(
          "A search has at most " + MAX_CLAUSES + " words and phrases.");
    }
    return query;
  }

  /// All but the last clause, whose end is open, where that only makes the question wider.
  List<Clause> certain() {
    Clause last = clauses.getLast();
    return last.alternative() ? List.of() : clauses.subList(0, clauses.size() - 1);
  }

  /// One pass over the text.
  private static final class Reading {
    private final String text;
    private final List<Clause> clauses = new ArrayList<>();
    private boolean negated;
    private boolean alternative;
    private boolean openEnd;
    private int at;

    private Reading(String text) {
      this.text = text;
    }

    private SearchQuery read() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
          at++;
        } else if (c == '-' && excludes()) {
          at++;
          negated = true;
        } else if (c == '"') {
          phrase();
        } else {
          word();
        }
      }
      return new SearchQuery(clauses, openEnd);
    }

    /// Whether the hyphen here stands right before a word or phrase: two hyphens are punctuation.
    private boolean excludes() {
      return at + 1 < text.length()
          && (text.charAt(at + 1) == '"' || SearchFold.isWord(text.codePointAt(at + 1)));
    }

    private void phrase() {
      int end = text.indexOf('"', at + 1);
      int stop = end < 0 ? text.length() : end;
      add(text.substring(at + 1, stop));
      openEnd = false;
      at = stop + 1;
    }

    private void word() {
      int begin = at;
      while (at < text.length() && !endsWord(text.charAt(at))) {
        at++;
      }
      String word = text.substring(begin, at);
      if (word.equalsIgnoreCase("or") && !negated && !clauses.isEmpty() && at < text.length()) {
        alternative = true;
        return;
      }
      openEnd = at == text.length() && !negated && ends(word);
      add(word);
    }

    private void add(String words) {
      if (!SearchFold.of(words).isEmpty()) {
        clauses.add(new Clause(words, negated, alternative));
        alternative = false;
      } else {
        openEnd = false;
      }
      negated = false;
    }

    private static boolean ends(String word) {
      return SearchFold.isWord(word.codePointBefore(word.length()));
    }

    private static boolean endsWord(char c) {
      return Character.isWhitespace(c) || c == '"';
    }
  }
}

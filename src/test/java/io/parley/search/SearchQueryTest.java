package io.parley.search;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.search.SearchQuery.Clause;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTest {
  @Test
  void wordsPhrasesAlternativesAndExclusionsAreTold() {
    assertEquals(
        List.of(
            new Clause("one", false, false),
            new Clause("two three", false, false),
            new Clause("four", true, false),
            new Clause("five six", true, false),
            new Clause("seven", false, true)),
        SearchQuery.parse("one \"two three\" -four -\"five six\" OR seven").clauses());
  }

  @Test
  void theLastWordMayGoOn() {
    assertTrue(SearchQuery.parse("kub").openEnd());
    assertTrue(SearchQuery.parse("one or kub").openEnd());
    assertFalse(SearchQuery.parse("kub ").openEnd());
    assertFalse(SearchQuery.parse("kub.").openEnd());
    assertFalse(SearchQuery.parse("\"kub").openEnd());
    assertFalse(SearchQuery.parse("one -kub").openEnd());
    assertFalse(SearchQuery.parse("one 🙂").openEnd());
  }

  @Test
  void aWordMayHoldWhatMeansSomethingElsewhere() {
    assertEquals(
        List.of(
            new Clause("well-known", false, false),
            new Clause("or", false, false),
            new Clause("it's", false, false)),
        SearchQuery.parse("well-known \"or\" it's").clauses());
    assertEquals(List.of(new Clause("or", false, false)), SearchQuery.parse("or").clauses());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--no-verify|no verify",
        "git commit --no-verify|git;commit;no verify",
        "- one|one",
        "one - two|one;two",
        "a--b|a b",
        "~one|one",
        "+one|one",
        "!one|one",
        "(one/two)|one two",
        "one & two|one;two",
        "one:*|one",
        "#budget|budget",
        "@ada|ada",
        "/etc/passwd|etc passwd",
        "---|",
        "C++ & C#|c;c"
      })
  void punctuationIsNoOperator(String text, String words) {
    if (words == null) {
      assertRefused(text);
      return;
    }
    List<Clause> clauses = SearchQuery.parse(text).clauses();
    assertTrue(clauses.stream().noneMatch(Clause::negated), text);
    assertEquals(
        words, clauses.stream().map(clause -> clause.folded().text()).collect(joining(";")));
  }

  @Test
  void whatIsLeftOutIsTold() {
    assertEquals(List.of("rf", "a b"), SearchQuery.parse("rm -rf -\"a b\"").excluded());
    assertEquals(List.of(), SearchQuery.parse("rm --rf").excluded());
  }

  @Test
  void aRefusalNamesWhatIsWrong() {
    assertEquals("A search has at most 500 characters.", refusal("x".repeat(501)));
    assertEquals("A search has at most 20 words and phrases.", refusal("word ".repeat(21)));
    assertEquals("A search needs at least one letter or digit.", refusal("?!"));
    assertTrue(refusal("-one").contains("`-`"), refusal("-one"));
  }

  @Test
  void typographersQuotesAreQuotes() {
    assertEquals(List.of(new Clause("a b", false, false)), SearchQuery.parse("“a b”").clauses());
  }

  @Test
  void whatIsCertainLeavesTheOpenEndAside() {
    assertEquals(List.of(new Clause("one", false, false)), SearchQuery.parse("one kub").certain());
    assertEquals(List.of(), SearchQuery.parse("one or kub").certain());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\"",
        "\"\"",
        "-",
        "--",
        "🙂🙃",
        "-one",
        "-\"one two\" -three",
        "a\0b",
        "!&|:*"
      })
  void whatNamesNothingToLookForIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertEquals(1, SearchQuery.parse("x".repeat(SearchQuery.MAX_LENGTH)).clauses().size());
    assertRefused("x".repeat(SearchQuery.MAX_LENGTH + 1));
    assertRefused("word ".repeat(21));
  }

  private static String refusal(String text) {
    return assertThrows(ProblemException.class, () -> SearchQuery.parse(text)).detail();
  }

  private static void assertRefused(String text) {
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> SearchQuery.parse(text), text);
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
  }
}

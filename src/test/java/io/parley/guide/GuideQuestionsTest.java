package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// How often the page that answers a question comes first: questions that people ask, each in
/// several phrasings (`guide/questions.json`). See docs/decisions/0185.
class GuideQuestionsTest {
  private static final int QUESTIONS = 60;

  private final Guide guide = new Guide(Handbook.packed());
  private final List<Question> questions = read();

  /// One thing to know.
  ///
  /// @param page the page that must come first
  /// @param before the question before `followUp`
  record Question(
      String page,
      String shortly,
      String atLength,
      String mistyped,
      String keywords,
      String before,
      String followUp) {
    List<String> said(Phrasing phrasing) {
      return switch (phrasing) {
        case SHORT -> List.of(shortly);
        case LONG -> List.of(atLength);
        case TYPO -> List.of(mistyped);
        case KEYWORDS -> List.of(keywords);
        case FOLLOW_UP -> List.of(before, followUp);
      };
    }
  }

  enum Phrasing {
    SHORT,
    LONG,
    TYPO,
    KEYWORDS,
    FOLLOW_UP
  }

  /// One phrasing of a question, and the page that came first.
  record Outcome(Question question, Phrasing phrasing, String first) {
    boolean hit() {
      return first.equals(question.page());
    }

    @Override
    public String toString() {
      return "%s %s: %s, expected %s"
          .formatted(phrasing, question.said(phrasing), first, question.page());
    }
  }

  @Test
  void theRightPageComesFirst() {
    assertEquals(QUESTIONS, questions.size());
    List<Outcome> all = outcomes(questions);
    List<Outcome> missed = all.stream().filter(outcome -> !outcome.hit()).toList();

    assertTrue(rate(all) >= 0.9, () -> "%.3f %s".formatted(rate(all), missed));
  }

  @Test
  void everyPhrasingIsUnderstood() {
    Map<Phrasing, List<Outcome>> byPhrasing = new EnumMap<>(Phrasing.class);
    outcomes(questions)
        .forEach(outcome ->
            byPhrasing.computeIfAbsent(outcome.phrasing(), _ -> new ArrayList<>()).add(outcome));

    byPhrasing.forEach((phrasing, outcomes) ->
        assertTrue(rate(outcomes) >= 0.85, () -> phrasing + " " + rate(outcomes)));
  }

  @Test
  void everyExpectedPageExists() {
    for (Question question : questions) {
      assertTrue(Handbook.packed().page(question.page()).isPresent(), question.page());
    }
  }

  private List<Outcome> outcomes(List<Question> asked) {
    return asked.stream()
        .flatMap(question ->
            Arrays.stream(Phrasing.values())
                .map(phrasing -> new Outcome(question, phrasing, first(question.said(phrasing)))))
        .toList();
  }

  private String first(List<String> said) {
    return guide.sections(Asked.of(said, true, false)).stream()
        .findFirst()
        .map(Section::page)
        .orElse("nothing");
  }

  private static double rate(List<Outcome> outcomes) {
    return (double) outcomes.stream().filter(Outcome::hit).count() / outcomes.size();
  }

  private static List<Question> read() {
    try (InputStream in = GuideQuestionsTest.class.getResourceAsStream("/guide/questions.json")) {
      return Arrays.asList(Json.MAPPER.readValue(Objects.requireNonNull(in), Question[].class));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

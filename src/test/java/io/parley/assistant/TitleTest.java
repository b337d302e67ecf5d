package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleTest {
  @Test
  void theFirstLineThatSaysSomethingIsTheTitle() {
    assertEquals("What is a room?", Title.ofFirstLine("\n \t\n  What is  a room? \nAnd why?"));
  }

  @Test
  void aLongLineIsCutAtAWord() {
    assertEquals(
        "word word word word word word word word word word word word…",
        Title.ofFirstLine("word ".repeat(40)));
    assertEquals("\uD83D\uDC4B".repeat(60) + "…", Title.ofFirstLine("\uD83D\uDC4B".repeat(61)));
  }

  @Test
  void whatAModelPutsAroundATitleIsTakenAway() {
    assertEquals(Optional.of("Soil and seeds"), Title.ofModel("\n**\"Soil and seeds.\"**\n"));
    assertEquals(Optional.of("Böden"), Title.ofModel("„Böden“"));
    assertEquals(Optional.of("Why C#?"), Title.ofModel("# Why C#?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "```python\\nprint('x')\\n```\\nWhy does this fail?|Why does this fail?",
        "```python\\nprint('x')\\n```|print('x')",
        "```\\n\\nselect 1|select 1",
        "~~~js\\nlet a\\n~~~\\n\\nExplain|Explain",
        "# Release *notes*, **please**|Release notes, please",
        "- [ ] buy `milk`\\n- more|buy milk",
        "> quoted words|quoted words",
        "1. first step|first step",
        "[the docs](https://example.org) are wrong|the docs are wrong",
        "![a cat](cat.png)|a cat",
        "<div>\\n  <p>hi &amp; bye</p>\\n</div>|hi & bye",
        "<b>bold</b> words<br>more|bold words",
        "<style>p{}</style>\\n<p>shown</p>|shown",
        "<!-- hidden -->\\n\\nshown|shown",
        "<think>\\nsecret plan\\n</think>\\n\\nHello there|Hello there",
        "<think> secret plan|…",
        "Title: A walk|A walk",
        "\"A walk\"|A walk",
        "---\\n\\nA walk|A walk",
        "これは**「重要」**な点です。|これは「重要」な点です。",
        "~~old~~ new|old new",
        "Why C#|Why C#",
        "snake_case and *args, **kwargs|snake_case and *args, **kwargs",
        "What is 2 * 3 < 7?|What is 2 * 3 < 7?",
        "?!|?!",
        "    indented|indented",
        "👋|👋"
      })
  void aMessagesTitleIsPlainWords(String message, String title) {
    assertEquals(title, Title.ofFirstLine(message.replace("\\n", "\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<think>\\nsecret plan\\n</think>\\nSoil and seeds|Soil and seeds",
        "secret plan</think>Soil and seeds|Soil and seeds",
        "<thinking>secret</thinking> **Soil**|Soil",
        "Title: Soil and seeds|Soil and seeds",
        "**Title:** \"Soil and seeds\"|Soil and seeds",
        "Titel: „Böden“|Böden",
        "标题：土壤|土壤",
        "Conversation title: Soil|Soil",
        "Sure! Here is a title:\\n\\n\"Soil and seeds\"|Soil and seeds",
        "```\\nSoil and seeds\\n```|Soil and seeds",
        "```json\\n{\"title\": \"Soil and seeds\"}\\n```|Soil and seeds",
        "{\"title\": \"Soil\"}|Soil",
        "<title>Soil and seeds</title>|Soil and seeds",
        "# Soil and seeds\\n\\nThis title says it all.|Soil and seeds",
        "Why C#|Why C#",
        "「土壌」について|「土壌」について",
        "'Soil'|Soil"
      })
  void aModelsTitleIsPlainWords(String answer, String title) {
    assertEquals(Optional.of(title), Title.ofModel(answer.replace("\\n", "\n")));
  }

  @Test
  void thoughtsAreNoTitle() {
    assertEquals(Optional.empty(), Title.ofModel("<think>secret plan"));
    assertEquals(Optional.empty(), Title.ofModel("<think>secret plan</think>"));
    assertEquals("Hello", PlainWords.withoutThinking("<think>a</think>Hello").strip());
  }

  @Test
  void aCutGoesNotThroughWhatIsSeenAsOneCharacter() {
    String family = "👨\u200d👩\u200d👧";
    String title = Title.ofFirstLine(family.repeat(30));
    assertEquals(0, (title.length() - 1) % family.length());
    assertEquals(
        "See https://example.org/" + "a".repeat(36) + "…",
        Title.ofFirstLine("See https://example.org/" + "a".repeat(90)));
  }

  @Test
  void aLargeMessageHasATitleAtOnce() {
    assertEquals(61, Title.ofFirstLine("<".repeat(100_000) + "a").length());
    assertEquals("end", Title.ofFirstLine("<think>".repeat(100_000) + "</think>end"));
    assertEquals("", PlainWords.withoutThinking("<think>".repeat(100_000)).strip());
  }

  @Test
  void anAnswerThatIsNoTitleIsNone() {
    assertEquals(Optional.empty(), Title.ofModel(" \n"));
    assertEquals(Optional.empty(), Title.ofModel("I would be happy to help! ".repeat(20)));
  }
}

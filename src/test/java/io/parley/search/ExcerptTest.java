package io.parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void aShortTextIsShownWhole() {
    Excerpt excerpt = excerpt("The quick brown fox", "brown");
    assertEquals("The quick brown fox", excerpt.text());
    assertEquals(List.of("brown"), marked(excerpt));
  }

  @Test
  void aLongTextIsCutAroundWhatWasLookedFor() {
    Excerpt excerpt =
        excerpt("lorem ipsum ".repeat(100) + "needle " + "dolor ".repeat(100), "needle");
    assertTrue(excerpt.text().startsWith("…") && excerpt.text().endsWith("…"), excerpt.text());
    assertTrue(excerpt.text().length() <= 242);
    assertEquals(List.of("needle"), marked(excerpt));
  }

  @Test
  void theStretchWithTheMostDifferentWordsIsShown() {
    String text = "one one one one " + "x ".repeat(300) + "one two three";
    assertEquals(List.of("one", "two", "three"), marked(excerpt(text, "three one two")));
  }

  @Test
  void capitalsAccentsAndTypesettersFormsMakeNoDifference() {
    assertEquals(List.of("CAFÉ"), marked(excerpt("Ein CAFÉ!", "cafe")));
    assertEquals(List.of("cafe"), marked(excerpt("ein cafe", "Café")));
    assertEquals(List.of("ﬁne"), marked(excerpt("very ﬁne", "fine")));
    assertEquals(List.of("Привет"), marked(excerpt("Привет, мир", "привет")));
  }

  @Test
  void whatIsFoundByAnotherSpellingIsMarkedAsItIsWritten() {
    assertEquals(List.of("Straße"), marked(excerpt("in der Straße hier", "strasse")));
    assertEquals(List.of("Łódź"), marked(excerpt("w Łódź!", "lodz")));
    assertEquals(List.of("كِتَابٌ"), marked(excerpt("هذا كِتَابٌ جديد", "كتاب")));
    assertEquals(List.of("שָׁלוֹם"), marked(excerpt("אמר שָׁלוֹם לכולם", "שלום")));
    assertEquals(
        List.of("co\u00adop\u00ader\u00adate"),
        marked(excerpt("we co\u00adop\u00ader\u00adate now", "cooperate")));
    assertEquals(List.of("ｶﾞ", "ｽ"), marked(excerpt("ここにｶﾞｽ。", "ガス")));
    assertEquals(List.of("Łódź"), marked(excerpt("w Łódź!", "łó")));
  }

  @Test
  void aBeginningMarksTheWholeWord() {
    assertEquals(List.of("Kubernetes"), marked(excerpt("On Kubernetes today", "kube")));
    assertEquals(List.of(), marked(excerpt("On Kubernetes today", "kube ")));
  }

  @Test
  void charactersWithoutWordsAreMarkedOneByOne() {
    assertEquals(List.of("東", "京"), marked(excerpt("私は東京に住んでいます", "東京 ")));
  }

  @Test
  void anExcludedWordIsNotMarked() {
    assertEquals(List.of("one"), marked(excerpt("one three", "one -two")));
  }

  @Test
  void marksCountCodePoints() {
    Excerpt excerpt = excerpt("👋👋 needle", "needle");
    assertEquals(List.of(new Excerpt.Mark(3, 6)), excerpt.marks());
  }

  @Test
  void noCutGoesThroughACharacter() {
    String text = "👋".repeat(400) + " needle " + "👋".repeat(400);
    String shown = excerpt(text, "needle").text();
    assertTrue(shown.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF), shown);
    assertEquals(List.of(), excerpt(text, "absent").marks());
  }

  private static Excerpt excerpt(String text, String query) {
    return Excerpt.of(text, SearchQuery.parse(query));
  }

  private static List<String> marked(Excerpt excerpt) {
    int[] points = excerpt.text().codePoints().toArray();
    return excerpt.marks().stream()
        .map(mark -> new String(points, mark.at(), mark.count()))
        .toList();
  }
}

package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchFoldTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Straße|STRASSE",
        "GROẞ|gross",
        "Łódź|lodz",
        "Đà Nẵng|da nang",
        "Tromsø|tromso",
        "Ærøskøbing|aeroskobing",
        "Þingvellir|thingvellir",
        "İstanbul|istanbul",
        "ılık|ILIK",
        "Čeština|cestina",
        "Ελλάς|ΕΛΛΑΣ",
        "άνθρωπος|ανθρωπος",
        "Ёлка|елка",
        "ﬁne ﬂow|fine flow",
        "ＡＢＣ１２３|abc123",
        "x²|x2",
        "①|1",
        "كِتَابٌ|كتاب",
        "كتـــاب|كتاب",
        "أحمد إبراهيم آمنة ٱلله|احمد ابراهيم امنه الله",
        "مدرسة|مدرسه",
        "مستشفى|مستشفي",
        "می\u200cخواهم|ميخواهم",
        "کتاب|كتاب",
        "١٢٣ ۴۵۶|123 456",
        "שָׁלוֹם|שלום",
        "ﷺ|صلى الله عليه وسلم",
        "co\u00adoperate|cooperate",
        "zero\u200bwidth|zerowidth",
        "zero\u200d\u2060\ufeffwidth|zerowidth",
        "cafe\u0301|café",
        "ｶﾞｷﾞ|ガギ",
        "か\u3099|が",
        "क\u093cलम|कलम",
        "㍿|株式会社",
        "１０℃|10 °c",
        "한국|한국",
        "naïve—über_alles/2.5|naive uber alles 2 5",
        "Ĳsselmeer|ijsselmeer",
        "ǅ|dž"
      })
  void spellingsOfOneWordAreOne(String one, String other) {
    assertEquals(SearchFold.of(one), SearchFold.of(other));
    assertTrue(!SearchFold.of(one).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"か|が", "は|ぱ", "ภาษา|ภษ", "कि|कु", "한|하", "sos|ßo", "и|е", "ا|ب", "ki|kı̨x", "10|1"})
  void whatMeansSomethingElseStaysDifferent(String one, String other) {
    assertNotEquals(SearchFold.of(one), SearchFold.of(other));
  }

  @Test
  void wordsAreSeparatedByOneBlank() {
    assertEquals("no verify a b c", SearchFold.of("  --no-verify\n\t(a/b),“c”!… "));
    assertEquals("東 京 2020 tower", SearchFold.of("東京2020 Tower"));
    assertEquals("", SearchFold.of("🙂 … — \u00ad\u200b"));
  }

  @Test
  void aLongTextIsFoldedToAnEnd() {
    assertTrue(SearchFold.of("\ufdfa".repeat(100_000)).length() <= 2 * SearchFold.MAX_TEXT + 40);
    assertEquals(SearchFold.MAX_TEXT, SearchFold.of("a".repeat(100_000)).length());
  }

  @Test
  void runsStandWhereTheirWordsAreWritten() {
    assertEquals(
        List.of("Stra\u00adße=strasse", "東=東", "か\u3099=が", "ｶﾞ=ガ", "½=1 2", "é́t=et"),
        runs("«Stra\u00adße», 東か\u3099ｶﾞ\u200b ½ · é́t."));
    assertEquals(List.of("10℃=10 c", "word=word"), runs("10℃ \u00adword\u00ad"));
  }

  private static List<String> runs(String text) {
    List<String> runs = new ArrayList<>();
    SearchFold.runs(
        text,
        (start, end, words) ->
            runs.add(text.substring(start, end) + "=" + String.join(" ", words)));
    return runs;
  }
}

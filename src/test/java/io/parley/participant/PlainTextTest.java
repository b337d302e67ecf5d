package io.parley.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void aTextWithNothingToCleanIsLeftAlone() {
    String text = "Grüße, 世界 👋🏽\n\u200fשלום";
    assertSame(text, PlainText.clean(text));
  }

  @Test
  void allReorderingCharactersGo() {
    assertEquals("ab", PlainText.clean("a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069b"));
  }

  @Test
  void onlySurrogatesWithoutPartnerAreReplaced() {
    assertEquals("\ufffd\ud83d\ude00\ufffd", PlainText.clean("\ude00\ud83d\ude00\ud83d"));
  }

  @Test
  void lengthCountsCodePoints() {
    assertEquals(2, PlainText.length("a\ud83d\ude00"));
  }
}

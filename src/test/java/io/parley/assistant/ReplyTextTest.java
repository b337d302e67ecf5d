package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReplyTextTest {
  @Test
  void thePiecesThatWereSentMakeUpTheWhole() {
    ReplyText text = new ReplyText(100);
    text.add("one ");
    text.add("two ");
    String sent = text.takeUnsent();
    assertFalse(text.hasUnsent());
    text.add("three");
    assertEquals(text.toString(), sent + text.takeUnsent());
    assertEquals("one two three", text.toString());
  }

  @Test
  void aCharacterCutInTwoIsPutTogether() {
    ReplyText text = new ReplyText(100);
    text.add("a\uD83D");
    assertEquals("a", text.takeUnsent());
    text.add("\uDE00b");
    assertEquals("😀b", text.takeUnsent());
  }

  @Test
  void whatTheArchiveCannotHoldOrWhatReordersThePageIsTakenOut() {
    ReplyText text = new ReplyText(100);
    text.add("a\0b\u202Ec");
    assertEquals("abc", text.toString());
  }

  @Test
  void aReplyWithoutEndIsCutOffBetweenCharacters() {
    ReplyText text = new ReplyText(3);
    text.add("ab😀");
    assertEquals("ab", text.toString());
    assertTrue(text.isFull());
    text.add("more");
    assertEquals("abm", text.toString());
  }
}

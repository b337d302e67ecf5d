package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import org.junit.jupiter.api.Test;

class MessageTextTest {
  @Test
  void blanksAroundATextArePartOfIt() {
    assertEquals("  code\n", MessageText.admit("  code\n"));
  }

  @Test
  void aTextWithoutAnythingToReadIsRejected() {
    assertRejected(Problem.INVALID_REQUEST, "");
    assertRejected(Problem.INVALID_REQUEST, " \n\t");
    assertRejected(Problem.INVALID_REQUEST, "a\0b");
  }

  @Test
  void theLengthIsCountedInCodePoints() {
    String longest = "👩".repeat(MessageText.MAX_LENGTH);
    assertEquals(longest, MessageText.admit(longest));
    assertRejected(Problem.TOO_LARGE, longest + "a");
  }

  private static void assertRejected(Problem problem, String text) {
    assertEquals(
        problem, assertThrows(ProblemException.class, () -> MessageText.admit(text)).problem());
  }
}

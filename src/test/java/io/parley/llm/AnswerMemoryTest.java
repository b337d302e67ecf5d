package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AnswerMemoryTest {
  private static final int KIBIBYTE = 1024;

  private final AnswerMemory memory = new AnswerMemory(500 * KIBIBYTE, 1_000 * KIBIBYTE);

  @Test
  void smallPiecesAreNotCounted() throws IOException {
    for (int n = 0; n < 1_000; n++) {
      memory.hold().grow(AnswerMemory.FREE_BYTES);
    }
    assertEquals(0, memory.taken());
  }

  @Test
  void whatDoesNotFitIsRefusedAndTakesNothing() throws IOException {
    AnswerMemory.Hold first = memory.hold();
    AnswerMemory.Hold second = memory.hold();
    first.grow(300 * KIBIBYTE);
    first.grow(400 * KIBIBYTE);
    second.grow(500 * KIBIBYTE);
    AnswerMemory.Hold third = memory.hold();
    assertRefused(FailureCode.RATE_LIMITED, third, 200 * KIBIBYTE);
    assertEquals(900 * KIBIBYTE, memory.taken());
    first.shrink(AnswerMemory.FREE_BYTES);
    third.grow(200 * KIBIBYTE);
    assertEquals(700 * KIBIBYTE, memory.taken());
  }

  @Test
  void oneThatIsTooLargeIsRefusedWhateverIsLeft() {
    assertRefused(FailureCode.ANSWER_TOO_LARGE, memory.hold(), 500 * KIBIBYTE + 1);
  }

  @Test
  void whatArrivesAfterTheEndTakesNothing() throws IOException {
    AnswerMemory.Hold hold = memory.hold();
    hold.grow(100 * KIBIBYTE);
    hold.close();
    hold.grow(200 * KIBIBYTE);
    assertEquals(0, memory.taken());
  }

  private static void assertRefused(FailureCode code, AnswerMemory.Hold hold, int size) {
    assertEquals(code, assertThrows(AnswerMemory.NoRoom.class, () -> hold.grow(size)).code());
  }
}

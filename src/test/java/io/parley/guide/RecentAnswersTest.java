package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final RecentAnswers answers =
      new RecentAnswers(question -> {
        asked.incrementAndGet();
        return new Answer("About " + question.text(), List.of());
      });

  @Test
  void aQuestionThatWasJustAnsweredIsNotLookedUpAgain() {
    assertEquals("About tea", answers.to(Asked.question("tea")).markdown());
    assertEquals("About milk", answers.to(Asked.question("milk")).markdown());
    assertEquals("About tea", answers.to(Asked.question("tea")).markdown());
    assertEquals(2, asked.get());
  }

  @Test
  void olderAnswersAreForgotten() {
    for (int number = 0; number <= 32; number++) {
      assertEquals("About " + number, answers.to(Asked.question("" + number)).markdown());
    }
    assertEquals("About 32", answers.to(Asked.question("32")).markdown());
    assertEquals(33, asked.get());
    assertEquals("About 0", answers.to(Asked.question("0")).markdown());
    assertEquals(34, asked.get());
  }
}

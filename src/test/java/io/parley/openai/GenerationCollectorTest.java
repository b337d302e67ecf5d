package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.FinishReason;
import io.parley.llm.GenerationEvent;
import io.parley.llm.ModelId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationCollectorTest {
  private static final String PIECE = "x".repeat(GenerationCollector.MOST_CHARACTERS / 4);

  private final StringBuilder heard = new StringBuilder();
  private final GenerationCollector spoken =
      new GenerationCollector(new ModelId("test", "endless"), heard::append);

  @Test
  void anAnswerMayBeLong() {
    say(4);

    spoken.hear(completed());

    assertTrue(spoken.await().isPresent());
    assertEquals(GenerationCollector.MOST_CHARACTERS, heard.length());
  }

  @Test
  void aModelThatNeverEndsIsCutOffWithAnError() {
    say(4);
    spoken.hear(new GenerationEvent.Text("x"));
    say(4);
    spoken.hear(completed());

    OpenAiError error = assertThrows(OpenAiError.class, spoken::await);
    assertEquals("answer_too_large", error.code());
    assertEquals(GenerationCollector.MOST_CHARACTERS, heard.length());
  }

  private void say(int pieces) {
    for (int n = 0; n < pieces; n++) {
      spoken.hear(new GenerationEvent.Text(PIECE));
    }
  }

  private static GenerationEvent.Completed completed() {
    return new GenerationEvent.Completed(Optional.empty(), FinishReason.STOP, List.of());
  }
}

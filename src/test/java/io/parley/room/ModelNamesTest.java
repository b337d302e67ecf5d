package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.llm.ModelId;
import io.parley.participant.Likeness;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNamesTest {
  private final Set<String> names =
      ModelNames.read(List.of(), ModelId.of("openrouter/meta-llama/llama-3.3-70b"));

  @ParameterizedTest
  @CsvSource({
    "llama-3.3-70b, true",
    "Llama 3.3 70B, true",
    "LIama 33 7Ob, true",
    "L l a m a 3 . 3 7 0 b, true",
    "meta-llama/llama-3.3-70b, true",
    "openrouter/meta-llama/llama-3.3-70b, true",
    "Lama 3, false",
    "Ada, false"
  })
  void aNameThatLooksLikeAModelsIsFound(String name, boolean found) {
    assertEquals(
        found, Likeness.of(name).readings().stream().anyMatch(names::contains), () -> name);
  }
}

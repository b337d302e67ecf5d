package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdTest {
  @Test
  void aModelsOwnNameMayHoldSlashes() {
    assertEquals(
        Optional.of(new ModelId("openrouter", "meta/llama:free")),
        ModelId.parse("openrouter/meta/llama:free"));
    assertEquals("openrouter/meta/llama:free", ModelId.of("openrouter/meta/llama:free").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpt", "/gpt", "openai/", " /x", "openai/ ", "openai/a\nb"})
  void anInvalidNameIsRejected(String text) {
    assertEquals(Optional.empty(), ModelId.parse(text));
  }

  @Test
  void aNameWithoutEndIsRefused() {
    assertEquals(Optional.empty(), ModelId.parse("openai/" + "x".repeat(500)));
  }
}

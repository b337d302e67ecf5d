package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FallbacksTest {
  private static final Set<String> PROVIDERS = Set.of("openai", "groq", "ollama");

  @Test
  void whatIsSaidForAModelGoesBeforeItsProviderAndThatBeforeAll() {
    Fallbacks fallbacks =
        from(
            Map.of(
                "parley.llm.fallback", "groq/llama, ollama/llama3.2",
                "parley.llm.providers.groq.fallback", "ollama/llama3.2",
                "parley.llm.fallback.openai/gpt-5", "openai/gpt-4o, groq/llama",
                "PARLEY_LLM_FALLBACK_OPENAI_O3_MINI", "none"));

    assertChain(fallbacks, "openai/gpt-4o", "groq/llama", "ollama/llama3.2");
    assertChain(fallbacks, "openai/gpt-5", "openai/gpt-4o", "groq/llama");
    assertChain(fallbacks, "openai/o3-mini");
    assertChain(fallbacks, "groq/llama", "ollama/llama3.2");
  }

  @Test
  void nobodyStandsInForThemselves() {
    assertChain(
        from(Map.of("parley.llm.fallback", "groq/llama, ollama/x")), "ollama/x", "groq/llama");
  }

  private static void assertChain(Fallbacks fallbacks, String model, String... others) {
    List<String> chain =
        fallbacks.chain(ModelId.of(model)).stream().map(ModelId::toString).toList();
    assertEquals(model, chain.getFirst());
    assertEquals(List.of(others), chain.subList(1, chain.size()));
  }

  private static Fallbacks from(Map<String, String> values) {
    return Fallbacks.from(
        Settings.of(key -> Optional.ofNullable(values.get(key)), values.keySet()), PROVIDERS);
  }
}

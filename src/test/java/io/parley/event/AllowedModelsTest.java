package io.parley.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedModelsTest {
  @ParameterizedTest
  @CsvSource({
    "openai/*, openai/gpt-5, true",
    "openai/*, openai/, true",
    "openai/*, xopenai/gpt-5, false",
    "openai/*, openrouter/openai/gpt-5, false",
    "*/gpt-5, openai/gpt-5, true",
    "*/gpt-5, openai/gpt-5-mini, false",
    "a*b*c, abc, true",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-c-b, false",
    "ab*bc, abc, false",
    "ab*bc, abbc, true",
    "**, anything/at-all, true",
    "*, anything/at-all, true",
    "lab/a.b, lab/axb, false",
    "lab/(a+)+, lab/aaaa, false",
    "demo/guide, demo/guide, true",
    "demo/guide, DEMO/guide, false"
  })
  void aStarStandsForAnyText(String pattern, String model, boolean permitted) {
    assertEquals(permitted, new AllowedModels(List.of(pattern)).permit(model));
  }
}

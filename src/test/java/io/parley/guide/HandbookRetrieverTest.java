package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.llm.ModelId;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.llm.Source;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandbookRetrieverTest {
  private static final Map<String, String> PAGES =
      Map.of(
          "README.md",
          "# Tea\n\nAll about tea.\n\n[Making it](docs/make.md)",
          "docs/make.md",
          "# Making tea\n\nBoil  water.\n\n## Milk\n\nMilk comes last.");

  private final Guide guide =
      new Guide(Handbook.read(path -> Optional.ofNullable(PAGES.get(path))));
  private final HandbookRetriever retriever = new HandbookRetriever(() -> guide);

  @Test
  void theGuidesSourcesAreTheSectionsThatItsAnswerNames() {
    assertEquals(
        List.of(
            new Source(
                "docs/make.md#milk",
                "Making tea: Milk",
                URI.create("/docs/make.md#milk"),
                Optional.of("Milk comes last."))),
        retriever.sources(asking(GuideProvider.MODEL, "When does milk come?")));
  }

  @Test
  void anAnswerWithoutASectionHasNoSources() {
    assertEquals(List.of(), retriever.sources(asking(GuideProvider.MODEL, "Hello")));
  }

  @Test
  void anotherModelIsGivenNone() {
    assertEquals(
        List.of(), retriever.sources(asking(ModelId.of("test/echo"), "When does milk come?")));
  }

  private static Prompt asking(ModelId model, String question) {
    return Prompt.of(model, PromptMessage.user(question));
  }
}

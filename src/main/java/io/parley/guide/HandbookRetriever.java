package io.parley.guide;

import io.parley.llm.Prompt;
import io.parley.llm.Retriever;
import io.parley.llm.Source;
import java.util.List;
import java.util.function.Supplier;

/// The sections of the handbook that the guide answers from. Other models are given none.
final class HandbookRetriever implements Retriever {
  private final Supplier<Guide> guide;

  HandbookRetriever(Supplier<Guide> guide) {
    this.guide = guide;
  }

  @Override
  public List<Source> sources(Prompt prompt) {
    return prompt.model().equals(GuideProvider.MODEL)
        ? guide.get().answer(Asked.of(prompt)).sources()
        : List.of();
  }
}

package io.parley.guide;

import io.parley.llm.Capabilities;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.Model;
import io.parley.llm.ModelId;
import io.parley.llm.Prompt;
import io.parley.llm.Provider;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The provider `demo` and its one model `guide`.
public final class GuideProvider implements Provider {
  public static final ModelId MODEL = new ModelId("demo", "guide");

  private final Supplier<Guide> guide;
  private final double wordsPerSecond;

  /// @param guide asked for with each question, because the guide is made for the first one
  GuideProvider(Supplier<Guide> guide, double wordsPerSecond) {
    this.guide = guide;
    this.wordsPerSecond = wordsPerSecond;
  }

  @Override
  public String name() {
    return MODEL.provider();
  }

  @Override
  public List<Model> models() {
    return List.of(Model.named(MODEL).with(Capabilities.TEXT_ONLY));
  }

  @Override
  public Generation generate(Prompt prompt, Consumer<GenerationEvent> listener) {
    PacedGeneration recital =
        new PacedGeneration(() -> guide.get().answer(Asked.of(prompt)), wordsPerSecond, listener);
    recital.start();
    return recital;
  }
}

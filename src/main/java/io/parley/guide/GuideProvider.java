package io.parley.guide;

import io.parley.llm.Capabilities;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.Model;
import io.parley.llm.ModelId;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.llm.PromptMessage.Role;
import io.parley.llm.Provider;
import java.util.List;
import java.util.function.Consumer;

/// The provider `demo` and its one model `guide`.
public final class GuideProvider implements Provider {
  public static final ModelId MODEL = new ModelId("demo", "guide");

  private final Guide guide;
  private final double wordsPerSecond;

  GuideProvider(Guide guide, double wordsPerSecond) {
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
    PacedGeneration recital = new PacedGeneration(() -> answer(prompt), wordsPerSecond, listener);
    recital.start();
    return recital;
  }

  private Answer answer(Prompt prompt) {
    List<PromptMessage> said =
        prompt.messages().stream().filter(message -> message.role() == Role.USER).toList();
    boolean first = prompt.messages().stream().noneMatch(it -> it.role() == Role.ASSISTANT);
    // only in a room does a message carry its author's name
    boolean room = !said.isEmpty() && said.getLast().speaker().isPresent();
    return guide.answer(Asked.of(said.stream().map(PromptMessage::content).toList(), first, room));
  }
}

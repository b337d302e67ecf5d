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
import java.util.regex.Pattern;

/// The provider `demo` and its one model `guide`.
public final class GuideProvider implements Provider {
  public static final ModelId MODEL = new ModelId("demo", "guide");
  private static final Pattern MENTION = Pattern.compile("(?<!\\S)@[\\p{L}\\p{N}._/-]+");

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
    Recital recital = new Recital(() -> answer(prompt), wordsPerSecond, listener);
    recital.start();
    return recital;
  }

  private Answer answer(Prompt prompt) {
    List<String> questions =
        prompt.messages().stream()
            .filter(message -> message.role() == Role.USER)
            .map(PromptMessage::content)
            .map(text -> MENTION.matcher(text).replaceAll(" "))
            .toList();
    boolean first = prompt.messages().stream().noneMatch(said -> said.role() == Role.ASSISTANT);
    String question = questions.isEmpty() ? "" : questions.getLast();
    return guide.answer(question, before(questions), first);
  }

  /// A follow-up says little itself: "and on Windows?"
  private static String before(List<String> questions) {
    boolean followsUp = questions.size() > 1 && Words.terms(questions.getLast()).size() <= 2;
    return followsUp ? questions.get(questions.size() - 2) : "";
  }
}

package io.parley.chatbatch;

import io.parley.event.AllowedModels;
import io.parley.llm.FinishReason;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Questions with nothing before and nothing after them. Where it is wished, the answer to an
/// identical one is given again: only at temperature 0, where a model is asked for the same answer
/// anyway; only a whole one of the very model that was asked.
public final class OneShots {
  private final Models models;
  private final AnswerCache cache;
  private final boolean repeatUnasked;

  /// @param repeatUnasked for questions that say nothing about it
  OneShots(Models models, AnswerCache cache, boolean repeatUnasked) {
    this.models = models;
    this.cache = cache;
    this.repeatUnasked = repeatUnasked;
  }

  /// @param allowed the models that may be asked
  /// @param repeat whether an answer given before may be given again
  public record Question(Prompt prompt, AllowedModels allowed, Optional<Boolean> repeat) {}

  public boolean mayRepeat(Question question) {
    return question.repeat().orElse(repeatUnasked)
        && question.prompt().parameters().temperature().filter(value -> value == 0).isPresent();
  }

  /// As [Models#generate], but may wait for the cache.
  public Generation generate(Question question, Consumer<GenerationEvent> listener) {
    Prompt prompt = question.prompt();
    if (!mayRepeat(question)) {
      return models.generate(prompt, question.allowed(), listener);
    }
    Optional<AnswerCache.Answer> known = cache.find(prompt);
    if (known.isPresent()) {
      Thread.ofVirtual().start(() -> repeat(prompt.model(), known.get(), listener));
      return () -> {};
    }
    return models.generate(prompt, question.allowed(), new Keeping(prompt, listener));
  }

  private static void repeat(
      ModelId model, AnswerCache.Answer answer, Consumer<GenerationEvent> listener) {
    listener.accept(new Began(model, List.of(), true));
    listener.accept(new Text(answer.text()));
    listener.accept(new Completed(answer.usage(), FinishReason.STOP, List.of()));
  }

  /// Keeps an answer that is worth it when it is whole.
  private final class Keeping implements Consumer<GenerationEvent> {
    private final Prompt prompt;
    private final Consumer<GenerationEvent> listener;
    private final StringBuilder text = new StringBuilder();
    private boolean asAsked;

    Keeping(Prompt prompt, Consumer<GenerationEvent> listener) {
      this.prompt = prompt;
      this.listener = listener;
    }

    @Override
    public void accept(GenerationEvent event) {
      switch (event) {
        case Began began ->
            asAsked = began.model().equals(prompt.model()) && began.omitted().isEmpty();
        case Text piece -> text.append(piece.text());
        case Completed end -> keep(end);
        case Thinking _, Failed _, Cancelled _ -> {}
      }
      listener.accept(event);
    }

    private void keep(Completed end) {
      if (asAsked
          && end.reason() == FinishReason.STOP
          && end.citations().isEmpty()
          && !text.isEmpty()
          && text.length() <= AnswerCache.MAX_LENGTH) {
        cache.keep(prompt, new AnswerCache.Answer(text.toString(), end.usage()));
      }
    }
  }
}

package io.parley.openai;

import io.parley.event.AllowedModels;
import io.parley.llm.FailureCode;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Prompt;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A generation as somebody sees it who waits for its end.
final class GenerationCollector {
  /// Takes the texts, on the generation's thread.
  interface Listener {
    /// This model answers. Before the first text.
    default void began(ModelId model) {}

    /// @throws IOException if nobody wants the rest
    void text(String text) throws IOException;
  }

  /// Of the text of one answer, in characters: who waits for its end holds all of it. No model says
  /// a quarter of this.
  static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  private static final Failed TOO_LONG =
      new Failed(
          FailureCode.ANSWER_TOO_LARGE,
          "The model's reply is longer than this server accepts.",
          Optional.empty());

  private final Listener listener;
  private final CompletableFuture<GenerationEvent.End> end = new CompletableFuture<>();
  private final CompletableFuture<Generation> generation = new CompletableFuture<>();

  private volatile ModelId model;
  private long characters;

  GenerationCollector(ModelId model, Listener listener) {
    this.model = model;
    this.listener = listener;
  }

  /// @param allowed the models that may answer
  static GenerationCollector start(
      Models models, Prompt prompt, AllowedModels allowed, Listener listener) {
    GenerationCollector spoken = new GenerationCollector(prompt.model(), listener);
    spoken.generation.complete(models.generate(prompt, allowed, spoken::hear));
    return spoken;
  }

  void cancel() {
    var _ = generation.thenAccept(Generation::cancel);
  }

  /// Who answers; before it is known, who was asked.
  ModelId model() {
    return model;
  }

  boolean isCancelled() {
    return end.isDone() && end.join() instanceof Cancelled;
  }

  /// Waits for the end. Empty if it was cancelled.
  ///
  /// @throws OpenAiError if it failed
  Optional<Completed> await() {
    try {
      return switch (end.get()) {
        case Completed completed -> Optional.of(completed);
        case Cancelled _ -> Optional.empty();
        case Failed failed -> throw OpenAiError.of(failed);
      };
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails here", e);
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  void hear(GenerationEvent event) {
    switch (event) {
      case Began began -> {
        model = began.model();
        listener.began(model);
      }
      case GenerationEvent.Thinking _ -> {
        // models that are told here, such as the guide, do not think aloud
      }
      case Text text -> say(text.text());
      case GenerationEvent.End over -> end.complete(over);
    }
  }

  private void say(String text) {
    characters += text.length();
    if (characters > MOST_CHARACTERS) {
      end.complete(TOO_LONG);
      cancel();
      return;
    }
    try {
      listener.text(text);
    } catch (IOException e) {
      cancel();
    }
  }
}

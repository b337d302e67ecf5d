package io.parley.llm;

import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// One answer from the first model of a chain that can give it. Once a text or a thought has been
/// told the choice stands: a failure after it is a failure, and no second answer follows.
///
/// The attempts come one after the other, each on the thread of the one that failed, so that events
/// cannot overlap; only [#cancel] comes from elsewhere.
final class ChainedGeneration implements Generation {
  private static final Logger LOG = System.getLogger(ChainedGeneration.class.getName());

  private final Prompt prompt;
  private final List<ModelId> chain;
  private final BiFunction<Prompt, Consumer<GenerationEvent>, Generation> ask;
  private final LlmMeter meter;
  private final Consumer<GenerationEvent> listener;
  private final List<Fallback> failed = new ArrayList<>();
  private Optional<Failed> first = Optional.empty();

  private boolean cancelled;
  private int latest;
  private Optional<Generation> current = Optional.empty();

  /// @param chain the models to ask, at least one
  /// @param ask starts one model's answer
  ChainedGeneration(
      Prompt prompt,
      List<ModelId> chain,
      BiFunction<Prompt, Consumer<GenerationEvent>, Generation> ask,
      LlmMeter meter,
      Consumer<GenerationEvent> listener) {
    this.prompt = prompt;
    this.chain = List.copyOf(chain);
    this.ask = ask;
    this.meter = meter;
    this.listener = listener;
  }

  ChainedGeneration start() {
    attempt(0);
    return this;
  }

  @Override
  public void cancel() {
    Optional<Generation> running;
    synchronized (this) {
      cancelled = true;
      running = current;
    }
    running.ifPresent(Generation::cancel);
  }

  private void attempt(int number) {
    Generation generation = ask.apply(prompt.to(chain.get(number)), new Attempt(number)::heard);
    boolean late;
    synchronized (this) {
      // It may have failed already, and another be in progress.
      if (number >= latest) {
        latest = number;
        current = Optional.of(generation);
      }
      late = cancelled;
    }
    if (late) {
      generation.cancel();
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  /// What one model says.
  private final class Attempt {
    private final int number;
    private final ModelId model;
    private boolean begun;
    private List<String> omitted = List.of();

    Attempt(int number) {
      this.number = number;
      this.model = chain.get(number);
    }

    void heard(GenerationEvent event) {
      switch (event) {
        case Began told -> omitted = told.omitted();
        case Thinking _, Text _ -> {
          begin();
          listener.accept(event);
        }
        case Completed completed -> {
          begin();
          listener.accept(completed);
        }
        case Cancelled end -> listener.accept(end);
        case Failed end -> {
          if (begun) {
            listener.accept(end);
          } else {
            goOn(end);
          }
        }
      }
    }

    private void begin() {
      if (!begun) {
        begun = true;
        listener.accept(new Began(model, failed, false, omitted));
      }
    }

    private void goOn(Failed end) {
      failed.add(new Fallback(model, end.code()));
      Failed wanted = first.orElse(end);
      first = Optional.of(wanted);
      if (isCancelled()) {
        listener.accept(new Cancelled());
      } else if (end.code().anotherMayAnswer() && number + 1 < chain.size()) {
        LOG.log(
            Level.INFO,
            () -> model + ": " + end.code().wire() + ", " + chain.get(number + 1) + " is asked");
        meter.fellBack(model.provider());
        attempt(number + 1);
      } else {
        listener.accept(
            failed.size() == 1
                ? wanted
                : new Failed(
                    wanted.code(), wanted.detail(), wanted.retryAfter(), failed, wanted.scope()));
      }
    }
  }
}

package io.parley.llm;

import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.End;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import java.time.Duration;
import java.util.function.Consumer;

/// Watches generations for `/metrics`: how long each provider takes to its first token, and how its
/// generations end.
interface LlmMeter {
  void firstToken(String provider, Duration after);

  /// From one piece of a generation to the next.
  void nextToken(String provider, Duration after);

  /// @param outcome `completed`, `cancelled`, or the code of a failure
  void ended(String provider, String outcome);

  /// A provider's model was asked in vain, and another's after it.
  void fellBack(String provider);

  default Consumer<GenerationEvent> measured(ModelId model, Consumer<GenerationEvent> listener) {
    return new Consumer<>() {
      private long before = System.nanoTime();
      private boolean begun;

      @Override
      public void accept(GenerationEvent event) {
        switch (event) {
          case Thinking _, Text _ -> {
            long now = System.nanoTime();
            Duration waited = Duration.ofNanos(now - before);
            before = now;
            if (begun) {
              nextToken(model.provider(), waited);
            } else {
              begun = true;
              firstToken(model.provider(), waited);
            }
          }
          case Began _ -> {}
          case End end -> ended(model.provider(), outcome(end));
        }
        listener.accept(event);
      }
    };
  }

  private static String outcome(End end) {
    return switch (end) {
      case Completed _ -> "completed";
      case Cancelled _ -> "cancelled";
      case Failed failed -> failed.code().wire();
    };
  }
}

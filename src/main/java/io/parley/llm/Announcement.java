package io.parley.llm;

import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import java.util.function.Consumer;

/// Tells who answers, once, before anything of the answer is told.
final class Announcement implements Consumer<GenerationEvent> {
  private final Began began;
  private final Consumer<GenerationEvent> listener;
  private boolean made;

  Announcement(Began began, Consumer<GenerationEvent> listener) {
    this.began = began;
    this.listener = listener;
  }

  @Override
  public void accept(GenerationEvent event) {
    switch (event) {
      case Text _, Completed _ -> make();
      case Began _, Failed _, Cancelled _ -> {}
    }
    listener.accept(event);
  }

  private void make() {
    if (!made) {
      made = true;
      listener.accept(began);
    }
  }
}

package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.parley.llm.GenerationEvent.End;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import io.parley.testing.Await;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A listener that remembers, and fails the test if two events come at once or a second end comes.
final class Heard implements Consumer<GenerationEvent> {
  private static final long PATIENCE_SECONDS = 10;

  private final List<GenerationEvent> events = new CopyOnWriteArrayList<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final AtomicBoolean inside = new AtomicBoolean();

  @Override
  public void accept(GenerationEvent event) {
    if (!inside.compareAndSet(false, true)) {
      end.completeExceptionally(new AssertionError("two events at once"));
    }
    events.add(event);
    inside.set(false);
    if (event instanceof End last) {
      end.complete(last);
    }
  }

  End end() throws Exception {
    End last = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertEquals(last, events.getLast(), "the end comes last");
    assertEquals(1, events.stream().filter(End.class::isInstance).count(), "one end");
    return last;
  }

  Failed failure() throws Exception {
    return assertInstanceOf(Failed.class, end());
  }

  boolean ended() {
    return end.isDone();
  }

  void awaitFirstEvent() {
    Await.until("an event", () -> !events.isEmpty());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (GenerationEvent event : events) {
      if (event instanceof Text(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  String thinking() {
    StringBuilder thinking = new StringBuilder();
    for (GenerationEvent event : events) {
      if (event instanceof Thinking(String piece)) {
        thinking.append(piece);
      }
    }
    return thinking.toString();
  }

  List<GenerationEvent> events() {
    return List.copyOf(events);
  }
}

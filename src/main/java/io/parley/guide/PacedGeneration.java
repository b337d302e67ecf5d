package io.parley.guide;

import io.parley.llm.FailureCode;
import io.parley.llm.FinishReason;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.End;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An answer being said, word by word, at the rate at which one reads along.
final class PacedGeneration implements Generation {
  private static final Logger LOG = System.getLogger(PacedGeneration.class.getName());

  /// A word and the blank before it.
  private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+$");

  private static final End SILENT =
      new Failed(
          FailureCode.PROVIDER_ERROR,
          "The guide reported an internal error. Try again later.",
          Optional.empty());

  private final Supplier<Answer> source;
  private final long pauseNanos;
  private final Consumer<GenerationEvent> listener;
  private final CountDownLatch cancelled = new CountDownLatch(1);

  PacedGeneration(
      Supplier<Answer> source, double wordsPerSecond, Consumer<GenerationEvent> listener) {
    this.source = source;
    this.pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) / wordsPerSecond);
    this.listener = listener;
  }

  void start() {
    Thread.ofVirtual().name("guide").start(this::run);
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }

  private void run() {
    try {
      listener.accept(answer().map(this::say).orElse(SILENT));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A listener of the guide failed", e);
    }
  }

  private Optional<Answer> answer() {
    try {
      return Optional.of(source.get());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The guide failed", e);
      return Optional.empty();
    }
  }

  private End say(Answer answer) {
    Matcher words = WORD.matcher(answer.markdown());
    long due = System.nanoTime();
    while (words.find()) {
      due += pauseNanos;
      if (cancelledBy(due)) {
        return new Cancelled();
      }
      listener.accept(new Text(words.group()));
    }
    return new Completed(Optional.empty(), FinishReason.STOP, answer.citations());
  }

  private boolean cancelledBy(long due) {
    try {
      return cancelled.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

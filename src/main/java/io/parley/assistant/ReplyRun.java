package io.parley.assistant;

import io.parley.llm.Citation;
import io.parley.llm.Cost;
import io.parley.llm.Fallback;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.log.ConversationId;
import io.parley.log.Event;
import io.parley.log.ReplyId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One attempt at a reply, from the model's first token to its end. Runs on a virtual thread of its
/// own; [#stop] may come from any other.
final class ReplyRun {
  /// Tokens that may wait for this thread before the provider is read no faster.
  private static final int MAX_WAITING = 1_024;

  private final ConversationId conversation;
  private final ReplyId reply;
  private final Duration deltaInterval;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>(MAX_WAITING);
  private final AtomicReference<@Nullable Generation> generation = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile boolean brokenOff;
  private volatile boolean over;
  private final ReplyText text;

  private Optional<GenerationEvent.Began> began = Optional.empty();

  /// How it ended, with what is worth keeping.
  ///
  /// @param began which model answered, if one did
  /// @param fallbacks the models that were asked in vain
  record Outcome(
      Event.ReplyStatus status,
      String text,
      Optional<GenerationEvent.Began> began,
      List<Fallback> fallbacks,
      Optional<Event.Usage> usage,
      Optional<Cost> cost,
      List<Event.Citation> citations,
      Optional<Event.ReplyError> error) {

    /// One that no model was asked for.
    static Outcome failed(Event.ReplyError error) {
      return new Outcome(
          Event.ReplyStatus.FAILED,
          "",
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.of(error));
    }
  }

  private sealed interface Signal {
    record Provided(GenerationEvent event) implements Signal {}

    record Stop() implements Signal {}
  }

  ReplyRun(ConversationId conversation, ReplyId reply, Duration deltaInterval, int maxReplyLength) {
    this.conversation = conversation;
    this.reply = reply;
    this.deltaInterval = deltaInterval;
    this.text = new ReplyText(maxReplyLength);
  }

  ConversationId conversation() {
    return conversation;
  }

  ReplyId reply() {
    return reply;
  }

  /// Ends the reply with what there is; at any moment, also before it has begun.
  void stop() {
    stopped = true;
    Generation running = generation.get();
    if (running != null) {
      running.cancel();
    }
    // If the queue is full there is something for the run to wake up for, and it looks at the flag.
    boolean _ = signals.offer(new Signal.Stop());
  }

  /// Leaves the reply as it is, for another node to go on with: what comes out of this run does not
  /// count any more.
  void breakOff() {
    brokenOff = true;
    stop();
  }

  boolean isStopped() {
    return stopped;
  }

  /// Has a model generate, and hands each delta on.
  ///
  /// @param model starts the generation
  /// @throws InterruptedException if the node stops; the reply has then not ended
  Outcome generate(Function<Consumer<GenerationEvent>, Generation> model, Consumer<String> deltas)
      throws InterruptedException {
    if (stopped) {
      return ended(Event.ReplyStatus.STOPPED);
    }
    Generation running = model.apply(this::offer);
    generation.set(running);
    try {
      if (stopped) {
        return ended(Event.ReplyStatus.STOPPED);
      }
      return follow(deltas);
    } finally {
      running.cancel();
      over = true;
      signals.clear();
      if (text.hasUnsent() && !brokenOff) {
        deltas.accept(text.takeUnsent());
      }
    }
  }

  private void offer(GenerationEvent event) {
    if (over) {
      return;
    }
    try {
      signals.put(new Signal.Provided(event));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody waits for this reply any more", e);
    }
  }

  private Outcome follow(Consumer<String> deltas) throws InterruptedException {
    long sentAt = System.nanoTime() - deltaInterval.toNanos();
    while (true) {
      Signal signal = next(sentAt);
      if (stopped) {
        return ended(Event.ReplyStatus.STOPPED);
      }
      if (signal instanceof Signal.Provided(GenerationEvent.Text(String piece))) {
        text.add(piece);
      } else if (signal instanceof Signal.Provided(GenerationEvent.Began began)) {
        this.began = Optional.of(began);
      } else if (signal instanceof Signal.Provided(GenerationEvent.End end)) {
        return ended(end);
      }
      if (text.isFull()) {
        return ended(Event.ReplyStatus.FINISHED);
      }
      long now = System.nanoTime();
      if (text.hasUnsent() && now - sentAt >= deltaInterval.toNanos()) {
        deltas.accept(text.takeUnsent());
        sentAt = now;
      }
    }
  }

  /// The next signal; nothing if text that has come is due before it.
  private @Nullable Signal next(long sentAt) throws InterruptedException {
    if (!text.hasUnsent()) {
      return signals.take();
    }
    long due = deltaInterval.toNanos() - (System.nanoTime() - sentAt);
    return signals.poll(Math.max(due, 0), TimeUnit.NANOSECONDS);
  }

  private Outcome ended(GenerationEvent.End end) {
    return switch (end) {
      case GenerationEvent.Completed completed ->
          new Outcome(
              Event.ReplyStatus.FINISHED,
              text.toString(),
              began,
              fallbacks(),
              completed
                  .usage()
                  .map(usage -> new Event.Usage(usage.promptTokens(), usage.completionTokens())),
              completed.cost(),
              completed.citations().stream().map(ReplyRun::citation).toList(),
              Optional.empty());
      case GenerationEvent.Failed failed ->
          new Outcome(
              Event.ReplyStatus.FAILED,
              text.toString(),
              began,
              failed.fallbacks().isEmpty() ? fallbacks() : failed.fallbacks(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Optional.of(new Event.ReplyError(failed.code().wire(), failed.detail())));
      case GenerationEvent.Cancelled _ -> ended(Event.ReplyStatus.STOPPED);
    };
  }

  private Outcome ended(Event.ReplyStatus status) {
    return new Outcome(
        status,
        text.toString(),
        began,
        fallbacks(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private List<Fallback> fallbacks() {
    return began.map(GenerationEvent.Began::fallbacks).orElse(List.of());
  }

  private static Event.Citation citation(Citation citation) {
    return new Event.Citation(
        citation.marker(), citation.title(), citation.url(), citation.snippet());
  }
}

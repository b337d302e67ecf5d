package io.parley.assistant;

import io.parley.event.ConversationId;
import io.parley.event.ReplyId;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.Source;
import java.time.Duration;
import java.util.List;
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
  private final PartialReply partial;

  /// How long a reply may become, in characters.
  ///
  /// @param thinking of which what is beyond is left out
  record Limits(int text, int thinking) {}

  /// Is shown what a model brings, piece by piece.
  interface Shown {
    void thinking(String piece);

    void text(String piece);
  }

  private sealed interface Signal {
    record Provided(GenerationEvent event) implements Signal {}

    record Stop() implements Signal {}
  }

  /// @param earlier what the reply goes on with
  ReplyRun(
      ConversationId conversation,
      ReplyId reply,
      Duration deltaInterval,
      Limits limits,
      Earlier earlier) {
    this.conversation = conversation;
    this.reply = reply;
    this.deltaInterval = deltaInterval;
    this.partial = new PartialReply(limits, earlier);
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

  /// Leaves the reply as it is, for another node to go on with: what comes out of this run no
  /// longer counts.
  void breakOff() {
    brokenOff = true;
    stop();
  }

  boolean isStopped() {
    return stopped;
  }

  Earlier earlier() {
    return partial.earlier();
  }

  /// What the reply has said, and what becomes of it without a model.
  PartialReply partial() {
    return partial;
  }

  /// Has a model generate, and hands on each piece of what it thinks and says.
  ///
  /// @param model starts the generation
  /// @param sources what the model can draw from
  /// @throws InterruptedException if the node stops; the reply has then not ended
  ReplyOutcome generate(
      Function<Consumer<GenerationEvent>, Generation> model, List<Source> sources, Shown shown)
      throws InterruptedException {
    if (stopped) {
      return partial.stopped();
    }
    Generation running = model.apply(this::offer);
    generation.set(running);
    try {
      if (stopped) {
        return partial.stopped();
      }
      return follow(sources, shown);
    } finally {
      running.cancel();
      over = true;
      signals.clear();
      if (!brokenOff) {
        partial.show(shown);
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
      throw new IllegalStateException("this reply is no longer needed", e);
    }
  }

  private ReplyOutcome follow(List<Source> sources, Shown shown) throws InterruptedException {
    long sentAt = System.nanoTime() - deltaInterval.toNanos();
    while (true) {
      Signal signal = next(sentAt);
      if (stopped) {
        return partial.stopped();
      }
      if (signal instanceof Signal.Provided(GenerationEvent event)) {
        switch (event) {
          case GenerationEvent.Began began -> partial.began(began);
          case GenerationEvent.Thinking(String piece) -> partial.think(piece);
          case GenerationEvent.Text(String piece) -> partial.say(piece);
          case GenerationEvent.End end -> {
            return partial.ended(end, sources);
          }
        }
      }
      if (partial.isFull()) {
        return partial.cutOff();
      }
      long now = System.nanoTime();
      if (partial.hasUnsent() && now - sentAt >= deltaInterval.toNanos()) {
        partial.show(shown);
        sentAt = now;
      }
    }
  }

  /// The next signal; nothing if text that has come is due before it.
  private @Nullable Signal next(long sentAt) throws InterruptedException {
    if (!partial.hasUnsent()) {
      return signals.take();
    }
    long due = deltaInterval.toNanos() - (System.nanoTime() - sentAt);
    return signals.poll(Math.max(due, 0), TimeUnit.NANOSECONDS);
  }
}

package io.parley.assistant;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.ReplyId;
import io.parley.llm.Citation;
import io.parley.llm.FailureCode;
import io.parley.llm.Fallback;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
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

  /// Characters of the words with which a model declines.
  private static final int MAX_REFUSAL = 4_000;

  private final ConversationId conversation;
  private final ReplyId reply;
  private final Duration deltaInterval;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>(MAX_WAITING);
  private final AtomicReference<@Nullable Generation> generation = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile boolean brokenOff;
  private volatile boolean over;
  private final Earlier earlier;
  private final ReplyText text;
  private final ReplyText thinking;

  private Optional<GenerationEvent.Began> began = Optional.empty();
  private Optional<Long> thinkingSince = Optional.empty();
  private Optional<Duration> thoughtFor = Optional.empty();

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
    this.earlier = earlier;
    this.text = new ReplyText(limits.text(), earlier.text());
    this.thinking = new ReplyText(limits.thinking(), earlier.thoughts());
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
    return earlier;
  }

  /// Has a model generate, and hands on each piece of what it thinks and says.
  ///
  /// @param model starts the generation
  /// @throws InterruptedException if the node stops; the reply has then not ended
  ReplyOutcome generate(Function<Consumer<GenerationEvent>, Generation> model, Shown shown)
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
      return follow(shown);
    } finally {
      running.cancel();
      over = true;
      signals.clear();
      if (!brokenOff) {
        show(shown);
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

  private void show(Shown shown) {
    if (thinking.hasUnsent()) {
      shown.thinking(thinking.takeUnsent());
    }
    if (text.hasUnsent()) {
      shown.text(text.takeUnsent());
    }
  }

  private boolean hasUnsent() {
    return thinking.hasUnsent() || text.hasUnsent();
  }

  private ReplyOutcome follow(Shown shown) throws InterruptedException {
    long sentAt = System.nanoTime() - deltaInterval.toNanos();
    while (true) {
      Signal signal = next(sentAt);
      if (stopped) {
        return ended(Event.ReplyStatus.STOPPED);
      }
      if (signal instanceof Signal.Provided(GenerationEvent.Text(String piece))) {
        thoughtEnds();
        text.add(piece);
      } else if (signal instanceof Signal.Provided(GenerationEvent.Thinking(String piece))) {
        thinkingSince = thinkingSince.or(() -> Optional.of(System.nanoTime()));
        thinking.add(piece);
      } else if (signal instanceof Signal.Provided(GenerationEvent.Began began)) {
        this.began = Optional.of(began);
      } else if (signal instanceof Signal.Provided(GenerationEvent.End end)) {
        return ended(end);
      }
      if (text.isFull()) {
        return outcome(Event.ReplyStatus.FINISHED, Optional.of(FinishReason.LENGTH));
      }
      long now = System.nanoTime();
      if (hasUnsent() && now - sentAt >= deltaInterval.toNanos()) {
        show(shown);
        sentAt = now;
      }
    }
  }

  /// The next signal; nothing if text that has come is due before it.
  private @Nullable Signal next(long sentAt) throws InterruptedException {
    if (!hasUnsent()) {
      return signals.take();
    }
    long due = deltaInterval.toNanos() - (System.nanoTime() - sentAt);
    return signals.poll(Math.max(due, 0), TimeUnit.NANOSECONDS);
  }

  private void thoughtEnds() {
    if (thoughtFor.isEmpty()) {
      thoughtFor = thinkingSince.map(since -> Duration.ofNanos(System.nanoTime() - since));
    }
  }

  private ReplyOutcome ended(GenerationEvent.End end) {
    return switch (end) {
      case GenerationEvent.Completed completed -> completed(completed);
      case GenerationEvent.Failed failed -> failed(failed);
      case GenerationEvent.Cancelled _ -> ended(Event.ReplyStatus.STOPPED);
    };
  }

  private ReplyOutcome completed(GenerationEvent.Completed end) {
    thoughtEnds();
    return new ReplyOutcome(
        Event.ReplyStatus.FINISHED,
        text.toString(),
        thoughts(),
        thoughtFor,
        reason(end.reason()),
        end.refusal().map(ReplyRun::harmless),
        began,
        fallbacks(),
        end.usage().map(usage -> new Event.Usage(usage.promptTokens(), usage.completionTokens())),
        end.cost(),
        end.citations().stream().map(ReplyRun::citation).toList(),
        Optional.empty());
  }

  private ReplyOutcome failed(GenerationEvent.Failed end) {
    if (end.code() == FailureCode.EMPTY_ANSWER && !earlier.text().isEmpty()) {
      // whoever was asked to go on had said all
      return outcome(Event.ReplyStatus.FINISHED, Optional.of(FinishReason.STOP));
    }
    return failed(
        new Event.ReplyError(end.code().wire(), end.detail()),
        end.fallbacks().isEmpty() ? fallbacks() : end.fallbacks());
  }

  /// The end of one that no model was asked for: what it had said before stays.
  ReplyOutcome failed(String code, String detail) {
    return failed(new Event.ReplyError(code, detail), List.of());
  }

  /// The end of one whose text cannot be kept: what it had said before stays.
  ReplyOutcome lost(String code, String detail) {
    return failed(
        earlier.text(), Optional.empty(), new Event.ReplyError(code, detail), fallbacks());
  }

  private ReplyOutcome failed(Event.ReplyError error, List<Fallback> fallbacks) {
    return failed(text.toString(), thoughts(), error, fallbacks);
  }

  private ReplyOutcome failed(
      String said, Optional<String> thought, Event.ReplyError error, List<Fallback> fallbacks) {
    thoughtEnds();
    return new ReplyOutcome(
        Event.ReplyStatus.FAILED,
        said,
        thought,
        thoughtFor,
        Optional.of(FinishReason.ERROR),
        Optional.empty(),
        began,
        fallbacks,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(error));
  }

  private ReplyOutcome ended(Event.ReplyStatus status) {
    return outcome(status, Optional.empty());
  }

  private ReplyOutcome outcome(Event.ReplyStatus status, Optional<FinishReason> reason) {
    thoughtEnds();
    return new ReplyOutcome(
        status,
        text.toString(),
        thoughts(),
        thoughtFor,
        reason,
        Optional.empty(),
        began,
        fallbacks(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private Optional<String> thoughts() {
    return Optional.of(thinking.toString().strip()).filter(all -> !all.isEmpty());
  }

  private static String harmless(String words) {
    ReplyText text = new ReplyText(MAX_REFUSAL);
    text.add(words);
    return text.toString();
  }

  private static Optional<FinishReason> reason(io.parley.llm.FinishReason reason) {
    return switch (reason) {
      case STOP -> Optional.of(FinishReason.STOP);
      case LENGTH -> Optional.of(FinishReason.LENGTH);
      case CONTENT_FILTER -> Optional.of(FinishReason.CONTENT_FILTER);
      case REFUSAL -> Optional.of(FinishReason.REFUSAL);
      case TOOL_CALLS -> Optional.of(FinishReason.TOOL_CALLS);
      case ERROR -> Optional.of(FinishReason.ERROR);
      case OTHER -> Optional.empty();
    };
  }

  private List<Fallback> fallbacks() {
    return began.map(GenerationEvent.Began::fallbacks).orElse(List.of());
  }

  private static Event.Citation citation(Citation citation) {
    return new Event.Citation(
        citation.marker(), citation.title(), citation.url(), citation.snippet());
  }
}

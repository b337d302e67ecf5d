package io.parley.assistant;

import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.llm.FailureCode;
import io.parley.llm.Fallback;
import io.parley.llm.GenerationEvent;
import io.parley.llm.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What has come of a reply so far, and what becomes of it when it ends. Not thread-safe.
final class PartialReply {
  /// Characters of the words with which a model declines.
  private static final int MAX_REFUSAL = 4_000;

  private final Earlier earlier;
  private final ReplyText text;
  private final ReplyText thinking;

  private Optional<GenerationEvent.Began> began = Optional.empty();
  private Optional<Long> thinkingSince = Optional.empty();
  private Optional<Duration> thoughtFor = Optional.empty();

  /// @param earlier what the reply goes on with
  PartialReply(ReplyRun.Limits limits, Earlier earlier) {
    this.earlier = earlier;
    this.text = new ReplyText(limits.text(), earlier.text());
    this.thinking = new ReplyText(limits.thinking(), earlier.thoughts());
  }

  Earlier earlier() {
    return earlier;
  }

  void began(GenerationEvent.Began answering) {
    began = Optional.of(answering);
  }

  void think(String piece) {
    thinkingSince = thinkingSince.or(() -> Optional.of(System.nanoTime()));
    thinking.add(piece);
  }

  void say(String piece) {
    thoughtEnds();
    text.add(piece);
  }

  boolean isFull() {
    return text.isFull();
  }

  boolean hasUnsent() {
    return thinking.hasUnsent() || text.hasUnsent();
  }

  /// Shows what has come since this was last called.
  void show(ReplyRun.Shown shown) {
    if (thinking.hasUnsent()) {
      shown.thinking(thinking.takeUnsent());
    }
    if (text.hasUnsent()) {
      shown.text(text.takeUnsent());
    }
  }

  /// @param sources what the model could draw from
  ReplyOutcome ended(GenerationEvent.End end, List<Source> sources) {
    return switch (end) {
      case GenerationEvent.Completed completed -> completed(completed, sources);
      case GenerationEvent.Failed failed -> failed(failed);
      case GenerationEvent.Cancelled _ -> stopped();
    };
  }

  private ReplyOutcome completed(GenerationEvent.Completed end, List<Source> sources) {
    thoughtEnds();
    String said = text.toString();
    return new ReplyOutcome(
        Event.ReplyStatus.FINISHED,
        said,
        thoughts(),
        thoughtFor,
        reason(end.reason()),
        end.refusal().map(PartialReply::harmless),
        began,
        fallbacks(),
        end.usage().map(usage -> new Event.Usage(usage.promptTokens(), usage.completionTokens())),
        end.cost(),
        Citations.of(said, sources, end.citations()),
        Optional.empty());
  }

  private ReplyOutcome failed(GenerationEvent.Failed end) {
    if (end.code() == FailureCode.EMPTY_ANSWER && !earlier.text().isEmpty()) {
      // whoever was asked to go on had said all
      return ended(Event.ReplyStatus.FINISHED, Optional.of(FinishReason.STOP));
    }
    return failed(
        new Event.ReplyError(end.code().wire(), end.detail()),
        end.fallbacks().isEmpty() ? fallbacks() : end.fallbacks());
  }

  /// The end of a reply that no model was asked for: what it had said before stays.
  ReplyOutcome failed(String code, String detail) {
    return failed(new Event.ReplyError(code, detail), List.of());
  }

  /// The end of a reply whose text cannot be kept: what it had said before stays.
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

  ReplyOutcome stopped() {
    return ended(Event.ReplyStatus.STOPPED, Optional.empty());
  }

  /// The end of a reply that has become as long as a reply may be.
  ReplyOutcome cutOff() {
    return ended(Event.ReplyStatus.FINISHED, Optional.of(FinishReason.LENGTH));
  }

  private ReplyOutcome ended(Event.ReplyStatus status, Optional<FinishReason> reason) {
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

  private void thoughtEnds() {
    if (thoughtFor.isEmpty()) {
      thoughtFor = thinkingSince.map(since -> Duration.ofNanos(System.nanoTime() - since));
    }
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
}

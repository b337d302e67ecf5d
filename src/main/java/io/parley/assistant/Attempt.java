package io.parley.assistant;

import io.parley.event.Continuation;
import io.parley.event.Event;
import io.parley.event.ReplyDetails;
import io.parley.llm.GenerationEvent;
import io.parley.log.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// One attempt at a reply: its pieces, numbered, and what is known of it in the end.
final class Attempt implements ReplyRun.Shown {
  private static final System.Logger LOG = System.getLogger(Attempt.class.getName());

  private final Telling telling;
  final PendingReply question;
  final Optional<PendingReplies.Entry> entry;
  final int number;
  final ReplyRun run;
  final ReplyLease lease;
  final ReplyCoordinator coordinator;
  private final long began = System.nanoTime();
  private int seq;
  private int thinkingSeq;
  private Optional<Long> firstTokenMs = Optional.empty();
  Optional<ReplyDetails.ContextUse> context = Optional.empty();

  /// Where it is told.
  record Telling(EventLog log, ReplyMetrics metrics, Clock clock) {}

  /// @param entry of the question, if it is an open one
  /// @param lease is asked for while it is made
  Attempt(
      Telling telling,
      PendingReply question,
      Optional<PendingReplies.Entry> entry,
      int number,
      ReplyRun run,
      ReplyLease lease,
      ReplyCoordinator coordinator) {
    this.telling = telling;
    this.question = question;
    this.entry = entry;
    this.number = number;
    this.run = run;
    this.lease = lease;
    this.coordinator = coordinator;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  String answeredBy(ReplyOutcome outcome) {
    return outcome
        .began()
        .map(answering -> answering.model().toString())
        .orElse(question.request().model());
  }

  @Override
  public void thinking(String text) {
    thinkingSeq++;
    telling
        .log()
        .publish(
            question.conversation(),
            new Event.ReplyThinking(question.replyId(), number, thinkingSeq, text));
  }

  @Override
  public void text(String text) {
    seq++;
    if (seq == 1) {
      Duration waited = age();
      firstTokenMs = Optional.of(waited.toMillis());
      telling.metrics().firstToken(waited);
    }
    telling.metrics().delta();
    LOG.log(
        System.Logger.Level.DEBUG,
        "reply {0}: delta {1} of {2} characters",
        question.replyId(),
        seq,
        text.length());
    telling
        .log()
        .publish(
            question.conversation(), new Event.ReplyDelta(question.replyId(), number, seq, text));
  }

  Event.ReplyStarted started() {
    return new Event.ReplyStarted(
        question.replyId(),
        question.messageId(),
        question.request().model(),
        number,
        Optional.of(question)
            .filter(PendingReply::goesOn)
            .map(it -> new Continuation(it.attemptBefore(), run.earlier().text())),
        Optional.empty(),
        telling.clock().instant());
  }

  Event.ReplyFinished finished(ReplyOutcome outcome) {
    String asked = question.request().model();
    String answered = answeredBy(outcome);
    ReplyDetails details =
        new ReplyDetails(
            Optional.of(asked).filter(model -> !model.equals(answered)),
            outcome.fallbacks().stream()
                .map(failed ->
                    new ReplyDetails.FailedModel(failed.model().toString(), failed.code().wire()))
                .toList(),
            context,
            run.earlier()
                .plus(
                    outcome
                        .cost()
                        .map(cost -> new ReplyDetails.Cost(cost.amount(), cost.currency()))),
            outcome.thoughtFor().map(Duration::toMillis),
            firstTokenMs,
            Optional.of(age().toMillis()),
            outcome.began().map(GenerationEvent.Began::cached),
            outcome.began().map(GenerationEvent.Began::omitted).filter(names -> !names.isEmpty()));
    return new Event.ReplyFinished(
        question.replyId(),
        question.messageId(),
        answered,
        number,
        outcome.status(),
        outcome.text(),
        outcome.thinking(),
        outcome.reason(),
        outcome.refusal(),
        run.earlier().with(outcome.usage()),
        outcome.citations(),
        outcome.error(),
        Optional.of(details),
        telling.clock().instant());
  }
}

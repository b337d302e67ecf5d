package io.parley.assistant;

import io.parley.conversation.Conversations;
import io.parley.conversation.History;
import io.parley.conversation.LiveConversation;
import io.parley.conversation.LiveConversations;
import io.parley.conversation.Message;
import io.parley.llm.GenerationEvent;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.log.Event;
import io.parley.log.EventLog;
import io.parley.log.MessageId;
import io.parley.log.RetryLater;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/// Makes replies: from the question, through the model, to the end on the log.
@ApplicationScoped
public class Replies {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger(Replies.class.getName());

  @Inject AssistantConfig config;
  @Inject EventLog log;
  @Inject LiveConversations live;
  @Inject Conversations conversations;
  @Inject History history;
  @Inject Prompts prompts;
  @Inject Models models;
  @Inject Stops stops;
  @Inject Titles titles;
  @Inject ReplyMetrics metrics;
  @Inject Clock clock;

  /// Returns when the reply has ended, here or earlier.
  ///
  /// @throws RetryLater if this node cannot say yet how the reply stands
  /// @throws InterruptedException if the node stops before the reply has ended
  void reply(Question question) throws InterruptedException {
    LiveConversation conversation = readUpTo(question);
    if (conversations.isErased(question.conversation())
        || isOver(question, conversation)
        || isRepeated(question)) {
      return;
    }
    int attempt = conversation.attempts(question.replyId()) + 1;
    ReplyRun run =
        new ReplyRun(
            question.conversation(),
            question.replyId(),
            config.deltaInterval(),
            config.maxReplyLength());
    stops.follow(run);
    try {
      make(question, run, attempt);
    } finally {
      stops.unfollow(run);
    }
  }

  /// What an earlier attempt has left on the log is seen only once this node has read that far.
  private LiveConversation readUpTo(Question question) throws InterruptedException {
    try {
      await(live.caughtUp(question.conversation(), question.position()));
      return live.of(question.conversation());
    } catch (ProblemException behind) {
      throw new RetryLater("this node is behind the log", behind);
    }
  }

  /// An old question comes again when offsets are rewound. What this node's tail no longer holds,
  /// the archive knows; a question that it does not know as under way is not taken up any more.
  private boolean isOver(Question question, LiveConversation conversation) {
    if (conversation.covers(question.position())) {
      return conversation.isOver(question.replyId());
    }
    try {
      return history
          .archived(new MessageId(question.replyId().value()))
          .map(reply -> reply.status() != Message.Status.STREAMING)
          .orElse(true);
    } catch (ProblemException away) {
      throw new RetryLater("the archive, which knows this reply, is away", away);
    }
  }

  /// A message that is on the log twice is answered where it came first.
  private boolean isRepeated(Question question) {
    return !question.again() && !live.isFirst(question.messageId(), question.position());
  }

  private void make(Question question, ReplyRun run, int attempt) throws InterruptedException {
    long began = System.nanoTime();
    try {
      await(log.append(question.conversation(), started(question, attempt)));
    } catch (ProblemException notTaken) {
      throw new RetryLater("the start of a reply cannot be put on the log", notTaken);
    }
    LOG.log(
        System.Logger.Level.INFO,
        "reply {0} to message {1} of conversation {2} started with {3}, attempt {4}",
        question.replyId(),
        question.messageId(),
        question.conversation(),
        question.request().model(),
        attempt);
    Attempt trial = new Attempt(question, attempt, began);
    ReplyRun.Outcome outcome = outcome(question, run, trial);
    Event.ReplyFinished finished =
        trial.finished(outcome, Duration.ofNanos(System.nanoTime() - began));
    end(question, finished);
    metrics.ended(outcome.status(), Duration.ofNanos(System.nanoTime() - began));
    LOG.log(
        System.Logger.Level.INFO,
        "reply {0} {1} by {2} after {3} ms{4}",
        question.replyId(),
        outcome.status().wire(),
        finished.model(),
        Duration.ofNanos(System.nanoTime() - began).toMillis(),
        outcome.error().map(error -> ": " + error.code()).orElse(""));
    titles.consider(question, outcome);
  }

  private ReplyRun.Outcome outcome(Question question, ReplyRun run, Attempt attempt)
      throws InterruptedException {
    if (question.askedAt().isBefore(clock.instant().minus(config.maxAge()))) {
      return failed("expired", "The server was away for too long to answer this.");
    }
    Optional<ModelId> model = models.find(question.request().model());
    if (model.isEmpty()) {
      return failed("unknown_model", "The model is not available any more.");
    }
    try {
      PromptContext.Fitted context = prompts.of(question, model.get());
      attempt.context = Optional.of(context.use());
      return run.generate(listener -> models.generate(context.prompt(), listener), attempt::send);
    } catch (ProblemException problem) {
      return failed(problem.problem().code(), problem.detail());
    } catch (RuntimeException unexpected) {
      LOG.log(
          System.Logger.Level.ERROR, "reply " + question.replyId() + " failed here", unexpected);
      return failed("internal", "Something went wrong on the server. It has been logged.");
    }
  }

  /// A reply must end: while the log is away this waits for it, however long that is.
  private void end(Question question, Event.ReplyFinished finished) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        await(log.append(question.conversation(), finished));
        return;
      } catch (ProblemException notTaken) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the end of reply {0} waits for the log: {1}",
            question.replyId(),
            notTaken.problem().code());
        Thread.sleep(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      }
    }
  }

  /// One attempt at a reply: its deltas, numbered, and what is known of it in the end.
  private final class Attempt {
    private final Question question;
    private final int number;
    private final long began;
    private int seq;
    private Optional<Long> firstTokenMs = Optional.empty();
    private Optional<Event.ContextUse> context = Optional.empty();

    Attempt(Question question, int number, long began) {
      this.question = question;
      this.number = number;
      this.began = began;
    }

    void send(String text) {
      seq++;
      if (seq == 1) {
        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        firstTokenMs = Optional.of(waited.toMillis());
        metrics.firstToken(waited);
      }
      metrics.delta();
      LOG.log(
          System.Logger.Level.DEBUG,
          "reply {0}: delta {1} of {2} characters",
          question.replyId(),
          seq,
          text.length());
      log.publish(
          question.conversation(), new Event.ReplyDelta(question.replyId(), number, seq, text));
    }

    Event.ReplyFinished finished(ReplyRun.Outcome outcome, Duration took) {
      String asked = question.request().model();
      String answered = outcome.began().map(began -> began.model().toString()).orElse(asked);
      Event.ReplyDetails details =
          new Event.ReplyDetails(
              Optional.of(asked).filter(model -> !model.equals(answered)),
              outcome.fallbacks().stream()
                  .map(failed ->
                      new Event.FailedModel(failed.model().toString(), failed.code().wire()))
                  .toList(),
              context,
              outcome.cost().map(cost -> new Event.Cost(cost.amount(), cost.currency())),
              firstTokenMs,
              Optional.of(took.toMillis()),
              outcome.began().map(GenerationEvent.Began::cached));
      return new Event.ReplyFinished(
          question.replyId(),
          question.messageId(),
          answered,
          number,
          outcome.status(),
          outcome.text(),
          outcome.usage(),
          outcome.citations(),
          outcome.error(),
          Optional.of(details),
          clock.instant());
    }
  }

  private Event.ReplyStarted started(Question question, int attempt) {
    return new Event.ReplyStarted(
        question.replyId(),
        question.messageId(),
        question.request().model(),
        attempt,
        clock.instant());
  }

  private static ReplyRun.Outcome failed(String code, String detail) {
    return ReplyRun.Outcome.failed(new Event.ReplyError(code, detail));
  }

  private static void await(CompletionStage<?> stage) throws InterruptedException {
    try {
      stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

package io.parley.assistant;

import io.parley.conversation.History;
import io.parley.conversation.LiveConversation;
import io.parley.conversation.LiveConversations;
import io.parley.conversation.Message;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Prompt;
import io.parley.log.Event;
import io.parley.log.EventLog;
import io.parley.log.MessageId;
import io.parley.log.RetryLater;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
  @Inject History history;
  @Inject Prompts prompts;
  @Inject Models models;
  @Inject Stops stops;
  @Inject ReplyMetrics metrics;
  @Inject Clock clock;

  /// Returns when the reply has ended, here or earlier.
  ///
  /// @throws RetryLater if this node cannot say yet how the reply stands
  /// @throws InterruptedException if the node stops before the reply has ended
  void reply(Question question) throws InterruptedException {
    LiveConversation conversation = readUpTo(question);
    if (isOver(question, conversation)
        || !live.isFirst(question.message().messageId(), question.position())) {
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

  private void make(Question question, ReplyRun run, int attempt) throws InterruptedException {
    long began = System.nanoTime();
    try {
      await(log.append(question.conversation(), started(question, attempt)));
    } catch (ProblemException notTaken) {
      throw new RetryLater("the start of a reply cannot be put on the log", notTaken);
    }
    LOG.log(
        System.Logger.Level.INFO,
        "reply {0} to message {1} started with {2}, attempt {3}",
        question.replyId(),
        question.message().messageId(),
        question.request().model(),
        attempt);
    Deltas deltas = new Deltas(question, attempt, began);
    ReplyRun.Outcome outcome = outcome(question, run, deltas);
    end(question, finished(question, attempt, outcome));
    metrics.ended(outcome.status(), Duration.ofNanos(System.nanoTime() - began));
    LOG.log(
        System.Logger.Level.INFO,
        "reply {0} {1}{2}",
        question.replyId(),
        outcome.status().wire(),
        outcome.error().map(error -> ": " + error.code()).orElse(""));
  }

  private ReplyRun.Outcome outcome(Question question, ReplyRun run, Deltas deltas)
      throws InterruptedException {
    if (question.message().at().isBefore(clock.instant().minus(config.maxAge()))) {
      return failed("expired", "The server was away for too long to answer this.");
    }
    Optional<ModelId> model = models.find(question.request().model());
    if (model.isEmpty()) {
      return failed("unknown_model", "The model is not available any more.");
    }
    try {
      Prompt prompt = prompts.of(question, model.get());
      return run.generate(listener -> models.generate(prompt, listener), deltas::send);
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

  /// The deltas of one attempt, numbered.
  private final class Deltas {
    private final Question question;
    private final int attempt;
    private final long began;
    private int seq;

    Deltas(Question question, int attempt, long began) {
      this.question = question;
      this.attempt = attempt;
      this.began = began;
    }

    void send(String text) {
      seq++;
      if (seq == 1) {
        metrics.firstToken(Duration.ofNanos(System.nanoTime() - began));
      }
      metrics.delta();
      log.publish(
          question.conversation(), new Event.ReplyDelta(question.replyId(), attempt, seq, text));
    }
  }

  private Event.ReplyStarted started(Question question, int attempt) {
    return new Event.ReplyStarted(
        question.replyId(),
        question.message().messageId(),
        question.request().model(),
        attempt,
        clock.instant());
  }

  private Event.ReplyFinished finished(Question question, int attempt, ReplyRun.Outcome outcome) {
    return new Event.ReplyFinished(
        question.replyId(),
        question.message().messageId(),
        question.request().model(),
        attempt,
        outcome.status(),
        outcome.text(),
        outcome.usage(),
        outcome.citations(),
        outcome.error(),
        Optional.empty(),
        clock.instant());
  }

  private static ReplyRun.Outcome failed(String code, String detail) {
    return new ReplyRun.Outcome(
        Event.ReplyStatus.FAILED,
        "",
        Optional.empty(),
        List.of(),
        Optional.of(new Event.ReplyError(code, detail)));
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

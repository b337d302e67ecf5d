package io.parley.assistant;

import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.history.History;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.log.Backoff;
import io.parley.log.EventLog;
import io.parley.log.RetryLater;
import io.parley.platform.Problem;
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
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final System.Logger LOG = System.getLogger(Replies.class.getName());

  @Inject AssistantConfig config;
  @Inject EventLog log;
  @Inject LiveConversations live;
  @Inject PendingReplyCheck check;
  @Inject History history;
  @Inject Prompts prompts;
  @Inject PendingReplies open;
  @Inject Models models;
  @Inject StopRequests stopRequests;
  @Inject Titles titles;
  @Inject ReplyMetrics metrics;
  @Inject Clock clock;

  /// Makes a reply unless it is over already. Returns when it has ended, or when another node is to
  /// go on with it.
  ///
  /// @param lease is asked for until the end is on the log
  /// @throws RetryLater if this node cannot say yet how the reply stands
  /// @throws InterruptedException if the node stops before the reply has ended
  void reply(PendingReply question, ReplyLease lease, ReplyCoordinator coordinator)
      throws InterruptedException {
    Optional<LiveConversation> conversation = check.waitingIn(question);
    if (conversation.isEmpty()) {
      open.close(question.place());
      return;
    }
    int begun =
        open.find(question.place())
            .map(PendingReplies.Entry::attempts)
            .orElse(question.attemptBefore());
    int attempt = Math.max(begun, conversation.get().attempts(question.replyId())) + 1;
    Optional<Earlier> earlier = earlier(question);
    if (earlier.isEmpty()) {
      open.close(question.place());
      return;
    }
    ReplyRun run =
        new ReplyRun(
            question.conversation(),
            question.replyId(),
            config.deltaInterval(),
            new ReplyRun.Limits(config.maxReplyLength(), config.maxThinkingLength()),
            earlier.get());
    lease.begin(attempt, run::breakOff);
    stopRequests.follow(run);
    try {
      make(
          new Attempt(
              new Attempt.Telling(log, metrics, clock),
              question,
              open.find(question.place()),
              attempt,
              run,
              lease,
              coordinator));
    } finally {
      stopRequests.unfollow(run);
    }
  }

  /// What the reply goes on with; empty if that has been removed.
  ///
  /// @throws RetryLater if this node cannot say yet
  private Optional<Earlier> earlier(PendingReply question) {
    if (!question.goesOn()) {
      return Optional.of(Earlier.NOTHING);
    }
    try {
      return history
          .find(question.conversation(), new MessageId(question.replyId().value()))
          .map(Earlier::of);
    } catch (ProblemException away) {
      throw new RetryLater("what a reply is to go on with cannot be read", away);
    }
  }

  private void make(Attempt attempt) throws InterruptedException {
    if (!begin(attempt)) {
      return;
    }
    PendingReply question = attempt.question;
    ReplyOutcome outcome = outcome(attempt);
    Optional<Position> end = end(attempt, attempt.finished(outcome));
    if (end.isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO,
          "attempt {0} at reply {1} is left to another node",
          attempt.number,
          question.replyId());
      return;
    }
    metrics.ended(outcome, attempt.answeredBy(outcome), attempt.age());
    LOG.log(
        System.Logger.Level.INFO,
        "reply {0} {1} by {2} after {3} ms{4}",
        question.replyId(),
        outcome.status().wire(),
        attempt.answeredBy(outcome),
        attempt.age().toMillis(),
        outcome.error().map(error -> ": " + error.code()).orElse(""));
    if (counts(attempt, end.get())) {
      titles.consider(question, outcome);
    }
  }

  /// Whether this is the end that counts, as far as this node can tell soon.
  private boolean counts(Attempt attempt, Position end) throws InterruptedException {
    try {
      await(live.reached(attempt.question.conversation(), end));
    } catch (ProblemException behind) {
      return false;
    }
    return attempt.entry.flatMap(PendingReplies.Entry::end).filter(end::equals).isPresent();
  }

  /// Puts the start on the log. Two nodes may do so at the same time; the log says whose counts.
  ///
  /// @return whether this one's does
  private boolean begin(Attempt attempt) throws InterruptedException {
    PendingReply question = attempt.question;
    try {
      Position position = await(log.append(question.conversation(), attempt.started()));
      await(live.reached(question.conversation(), position));
      if (attempt.lease.isLost() || !open.leads(question.place(), attempt.number, position)) {
        return false;
      }
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
        attempt.number);
    return true;
  }

  private ReplyOutcome outcome(Attempt attempt) throws InterruptedException {
    PendingReply question = attempt.question;
    if (question.askedAt().isBefore(clock.instant().minus(config.maxAge()))) {
      return attempt
          .run
          .partial()
          .failed("expired", "The server was unavailable for too long to reply to this message.");
    }
    Optional<ModelId> model = models.find(question.request().model());
    if (model.isEmpty()) {
      return attempt.run.partial().failed("unknown_model", "The model is no longer available.");
    }
    try {
      PromptContext.Fitted context =
          prompts.of(question, model.get(), attempt.run.earlier().text());
      attempt.context = Optional.of(context.use());
      return attempt.run.generate(
          listener -> models.generate(context.prompt(), question.request().allowed(), listener),
          context.sources(),
          attempt);
    } catch (ProblemException problem) {
      return attempt.run.partial().failed(problem.problem().code(), problem.detail());
    } catch (RuntimeException unexpected) {
      LOG.log(
          System.Logger.Level.ERROR, "reply " + question.replyId() + " failed here", unexpected);
      return attempt
          .run
          .partial()
          .failed("internal", "Something went wrong on the server. It has been logged.");
    }
  }

  /// A reply must end: while the log is unavailable this waits for it, however long that is. But
  /// the end is not this node's to write once another node has taken the reply over, which this one
  /// may have slept through: before each try it makes sure.
  ///
  /// @return where it is on the log; empty if it is left to another node
  private Optional<Position> end(Attempt attempt, Event.ReplyFinished finished)
      throws InterruptedException {
    PendingReply question = attempt.question;
    Event.ReplyFinished end = finished;
    int failures = 0;
    while (true) {
      try {
        LeaseState state = attempt.coordinator.check(attempt.lease);
        // what has failed may be on the log all the same
        if (state == LeaseState.DOUBTFUL || failures > 0) {
          await(live.upToDate(question.conversation()));
        }
        if (state == LeaseState.LOST || attempt.lease.isLost()) {
          return Optional.empty();
        }
        return Optional.of(await(log.append(question.conversation(), end)));
      } catch (ProblemException notTaken) {
        failures++;
        if (notTaken.problem() != Problem.UNAVAILABLE) {
          // the same would be refused each time
          end =
              attempt.finished(
                  attempt.run.partial().lost("internal", "The reply could not be stored."));
        }
        LOG.log(
            System.Logger.Level.WARNING,
            "the end of reply {0} cannot be written yet: {1}",
            question.replyId(),
            notTaken.problem().code());
        Thread.sleep(BACKOFF.pause(failures));
      }
    }
  }

  static <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

package io.parley.assistant;

import io.parley.event.LogEntry;
import io.parley.live.LiveConversations;
import io.parley.log.LogReader;
import io.parley.log.ReadProgress;
import io.parley.log.RecordFlow;
import io.parley.log.RecordFlows;
import io.parley.log.RetryLater;
import io.parley.node.Drainable;
import io.parley.node.Role;
import io.parley.node.Roles;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/// Takes the messages that ask for a reply, and the requests for another one, and sees to it that
/// each gets one.
///
/// A message is acknowledged when its reply has ended, on whichever node. One that is delivered
/// again, because its node died or its partition moved, continues with the next attempt, waits for
/// the node that has taken it over, or is over already.
@ApplicationScoped
public class Assistant implements RecordFlow.Handler, LogReader, Drainable {
  private static final System.Logger LOG = System.getLogger(Assistant.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Duration LOOK_WHILE_LEAVING = Duration.ofMillis(50);

  /// How long it may take to stop a model and to release its reply.
  private static final Duration BREAKING_OFF = Duration.ofSeconds(1);

  @Inject RecordFlows flows;
  @Inject ReadProgress readProgress;
  @Inject LiveConversations live;
  @Inject PendingReplyCheck check;
  @Inject PendingReplies open;
  @Inject ReplyCoordinator coordinator;
  @Inject AssistantConfig config;
  @Inject Roles roles;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("parley-assistant").factory());

  @PostConstruct
  void start() {
    if (!roles.has(Role.ASSISTANT)) {
      return;
    }
    long period = LOOK_EVERY.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    timer.shutdownNow();
  }

  @Incoming("assistant")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public Flow.Subscriber<Message<byte[]>> messages() {
    return flows.each("assistant", config.concurrent(), this);
  }

  @Override
  public CompletionStage<Void> handle(LogEntry<?> entry) {
    return PendingReply.of(entry)
        .map(this::answer)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /// LiveConversations knows by then whether a message is the first of its id.
  @Override
  public Phase phase() {
    return Phase.REACTION;
  }

  @Override
  public void read(LogEntry<?> entry) {
    if (!roles.has(Role.ASSISTANT)) {
      return;
    }
    open.read(entry, live.stands(entry)).ifPresent(coordinator::heard);
  }

  /// Replies in progress may end here; those that take too long are left to other nodes, which
  /// start them again.
  @Override
  public void leave(Duration within) throws InterruptedException {
    coordinator.leave();
    if (!awaitNoReplies(within)) {
      LOG.log(System.Logger.Level.INFO, "{0} replies are handed over", coordinator.making().size());
      coordinator.handOver();
      boolean _ = awaitNoReplies(BREAKING_OFF);
    }
  }

  private boolean awaitNoReplies(Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (!coordinator.making().isEmpty()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(LOOK_WHILE_LEAVING);
    }
    return true;
  }

  private CompletionStage<Void> answer(PendingReply question) {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("parley-question-" + question.replyId())
        .start(() -> {
          try {
            answer(question, answered);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | Error e) {
            answered.completeExceptionally(e);
          }
        });
    return answered;
  }

  private void answer(PendingReply question, CompletableFuture<Void> answered)
      throws InterruptedException {
    try {
      if (check.isVoid(question)) {
        answered.complete(null);
        return;
      }
    } catch (RetryLater e) {
      answered.completeExceptionally(e);
      return;
    }
    CompletionStage<?> over = open.delivered(question).over();
    // asked after it is among the open ones: otherwise it could end in between, unnoticed
    try {
      if (check.waitingIn(question).isEmpty()) {
        open.close(question.place());
      }
    } catch (RetryLater e) {
      answered.completeExceptionally(e);
      return;
    }
    var _ =
        over.whenComplete((_, failure) -> {
          if (failure == null) {
            answered.complete(null);
          } else {
            answered.completeExceptionally(failure);
          }
        });
    open.find(question.place()).ifPresent(coordinator::take);
  }

  /// A scheduled task that throws is never run again.
  private void look() {
    try {
      if (readProgress.caughtUp()) {
        coordinator.look();
      }
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, "Pending replies could not be checked", unexpected);
    }
  }
}

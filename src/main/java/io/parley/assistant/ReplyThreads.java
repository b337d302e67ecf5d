package io.parley.assistant;

import io.parley.event.Event;
import io.parley.log.EventLog;
import io.parley.log.RetryLater;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ConcurrentHashMap;

/// Makes each reply on a virtual thread of its own.
@ApplicationScoped
class ReplyThreads implements ReplyCoordinator.Maker {
  private static final System.Logger LOG = System.getLogger(ReplyThreads.class.getName());

  @Inject Replies replies;
  @Inject PendingReplies open;
  @Inject EventLog log;

  private final ConcurrentHashMap<ReplyPlace, Thread> threads = new ConcurrentHashMap<>();

  @Override
  public void make(ReplyCoordinator coordinator, PendingReply question, ReplyLease lease) {
    Thread thread =
        Thread.ofVirtual()
            .name("parley-reply-" + question.replyId())
            .unstarted(() -> run(coordinator, question, lease));
    threads.put(question.place(), thread);
    thread.start();
  }

  private void run(ReplyCoordinator coordinator, PendingReply question, ReplyLease lease) {
    try {
      replies.reply(question, lease, coordinator);
    } catch (RetryLater e) {
      LOG.log(
          System.Logger.Level.INFO,
          "reply {0} is tried again: {1}",
          question.replyId(),
          e.getMessage());
    } catch (InterruptedException e) {
      // The node stops. The message stays unacknowledged, and its reply is begun again elsewhere.
      Thread.currentThread().interrupt();
      LOG.log(System.Logger.Level.INFO, "reply {0} is left to another node", question.replyId());
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "reply " + question.replyId() + " cannot be generated", e);
      open.fail(question.place(), e);
    } finally {
      threads.remove(question.place(), Thread.currentThread());
      coordinator.done(lease);
      if (coordinator.isLeaving() && open.find(question.place()).isPresent()) {
        log.publish(question.conversation(), new Event.HandedOver(question.replyId()));
      }
    }
  }

  @PreDestroy
  void stop() {
    threads.values().forEach(Thread::interrupt);
  }
}

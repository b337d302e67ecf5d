package io.parley.assistant;

import io.parley.log.RecordFlow;
import io.parley.log.RecordFlows;
import io.parley.log.Recorded;
import io.parley.log.ReplyId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/// Takes the messages that ask for a reply, and the requests for another one, and sees to it that
/// each gets one.
///
/// A message is acknowledged when its reply has ended. One that is delivered again, because its
/// node died or its partition moved, continues with the next attempt, or is over already.
@ApplicationScoped
public class Assistant implements RecordFlow.Handler {
  private static final System.Logger LOG = System.getLogger(Assistant.class.getName());

  @Inject RecordFlows flows;
  @Inject Replies replies;
  @Inject AssistantConfig config;

  private final ConcurrentHashMap<ReplyId, UnderWay> underWay = new ConcurrentHashMap<>();

  private record UnderWay(Thread thread, CompletableFuture<Void> ended) {}

  @Incoming("assistant")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public Flow.Subscriber<Message<byte[]>> messages() {
    return flows.each("assistant", config.concurrent(), this);
  }

  @Override
  public CompletionStage<Void> handle(Recorded<?> entry) {
    return Question.of(entry)
        .map(question -> underWay.computeIfAbsent(question.replyId(), _ -> begin(question)).ended())
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private UnderWay begin(Question question) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("parley-reply-" + question.replyId())
            .unstarted(() -> reply(question, ended));
    thread.start();
    return new UnderWay(thread, ended);
  }

  private void reply(Question question, CompletableFuture<Void> ended) {
    try {
      replies.reply(question);
      underWay.remove(question.replyId());
      ended.complete(null);
    } catch (InterruptedException e) {
      // The node stops. The message stays unacknowledged, and its reply is begun again elsewhere.
      Thread.currentThread().interrupt();
      LOG.log(System.Logger.Level.INFO, "reply {0} is left to another node", question.replyId());
    } catch (RuntimeException | Error e) {
      underWay.remove(question.replyId());
      ended.completeExceptionally(e);
    }
  }

  @PreDestroy
  void stop() {
    underWay.values().forEach(reply -> reply.thread().interrupt());
  }
}

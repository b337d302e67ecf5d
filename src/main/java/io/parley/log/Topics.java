package io.parley.log;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/// The topics: makes those that are missing and knows the [Layout] of the durable log.
///
/// Works on a thread of its own: a server that starts without Kafka starts, and goes on as soon as
/// Kafka is there. Looks again now and then, because somebody may have created the topics again.
@ApplicationScoped
public class Topics {
  private static final Logger LOG = System.getLogger(Topics.class.getName());
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  @Inject LogConfig config;
  @Inject KafkaClients clients;

  private final CompletableFuture<Layout> first = new CompletableFuture<>();
  private final LinkedTransferQueue<CompletableFuture<Layout>> questions =
      new LinkedTransferQueue<>();
  private final Outage outage = new Outage("Looking after the topics");
  private volatile @Nullable Layout layout;
  private @Nullable Thread keeper;

  void start(@Observes Startup startup) {
    keeper = Thread.ofPlatform().daemon().name("parley-topics").start(this::keep);
  }

  @PreDestroy
  void stop() {
    if (keeper != null) {
      keeper.interrupt();
    }
  }

  /// Empty until Kafka was there for the first time.
  public Optional<Layout> layout() {
    return Optional.ofNullable(layout);
  }

  /// Completes when Kafka was there for the first time, which may be never.
  public CompletionStage<Layout> whenKnown() {
    Layout known = layout;
    return known == null ? first.minimalCompletionStage() : CompletableFuture.completedStage(known);
  }

  /// Asks Kafka now, or as soon as it is there.
  CompletionStage<Layout> lookAgain() {
    var answer = new CompletableFuture<Layout>();
    questions.add(answer);
    return answer;
  }

  private void keep() {
    Optional<Admin> admin = Optional.empty();
    try {
      var asked = new java.util.ArrayList<CompletableFuture<Layout>>();
      while (true) {
        Duration pause = RETRY;
        try {
          Admin open = admin.orElseGet(clients::admin);
          admin = Optional.of(open);
          Layout found = new TopicKeeper(open, config).keep();
          outage.worked();
          know(found);
          asked.forEach(question -> question.completeAsync(() -> found));
          asked.clear();
          pause = LOOK_AGAIN;
        } catch (ExecutionException e) {
          outage.failed(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
          outage.failed(e);
        }
        CompletableFuture<Layout> question =
            questions.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
        if (question != null) {
          asked.add(question);
          questions.drainTo(asked);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "no longer looking after the topics", e);
    } finally {
      admin.ifPresent(open -> open.close(Duration.ofSeconds(1)));
    }
  }

  private void know(Layout found) {
    Layout before = layout;
    if (!found.equals(before)) {
      LOG.log(
          Level.INFO,
          "{0} has {1} partitions, epoch {2}{3}",
          new Object[] {
            config.logTopic(),
            found.partitions(),
            found.epoch(),
            before == null ? "" : " (was " + before.epoch() + ")"
          });
      layout = found;
      first.complete(found);
    }
  }
}

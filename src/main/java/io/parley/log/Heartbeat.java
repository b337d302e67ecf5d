package io.parley.log;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.platform.NodeId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Proves, every few seconds, that this node writes both topics and reads what it has written.
///
/// The durable log's partitions take turns. The key is nobody's conversation, and no [LogReader]
/// sees heartbeats.
@ApplicationScoped
class Heartbeat {
  /// The nil UUID, which no generator makes.
  static final ConversationId NOBODY = new ConversationId(new UUID(0, 0));

  private static final Logger LOG = System.getLogger(Heartbeat.class.getName());
  private static final int MISSED = 3;

  @Inject LogConfig config;
  @Inject Topics topics;
  @Inject EventLog log;
  @Inject ReadProgress readProgress;
  @Inject Clock clock;

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long appendedAt = longAgo();
  private volatile long durableBackAt = longAgo();
  private volatile long liveBackAt = longAgo();
  private @Nullable Thread thread;

  void start(@Observes Startup startup) {
    thread = Thread.ofPlatform().daemon().name("parley-heartbeat").start(this::beat);
  }

  @PreDestroy
  void stop() {
    closed.countDown();
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// Whether the log takes what this node appends.
  boolean isWritten() {
    return !log.isFailing() && isRecent(appendedAt);
  }

  /// Whether this node reads both topics, and has read all that was there when it started.
  boolean isRead() {
    return isRecent(durableBackAt) && isRecent(liveBackAt) && readProgress.caughtUp();
  }

  private void beat() {
    try {
      var _ = topics.whenKnown().toCompletableFuture().get();
      int turn = 0;
      do {
        beat(turn);
        turn++;
      } while (!closed.await(config.heartbeatInterval().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException | ExecutionException e) {
      LOG.log(Level.DEBUG, "the heartbeat stops", e);
    }
  }

  private void beat(int turn) {
    try {
      topics.layout().ifPresent(layout -> durable(layout, turn % layout.partitions()));
      live();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a heartbeat failed", e);
    }
  }

  private void durable(Layout layout, int partition) {
    var _ =
        log.append(
                NOBODY, new Event.Heartbeat(NodeId.current(), clock.instant()), layout, partition)
            .thenCompose(position -> {
              appendedAt = System.nanoTime();
              return readProgress.durableReached(partition, position.offset());
            })
            .thenRun(() -> durableBackAt = System.nanoTime());
  }

  private void live() {
    var _ =
        log.pulse(NOBODY, new Event.Pulse(NodeId.current(), clock.instant()))
            .thenCompose(sent -> readProgress.liveReached(sent.partition(), sent.offset()))
            .thenRun(() -> liveBackAt = System.nanoTime());
  }

  private boolean isRecent(long nanoTime) {
    return System.nanoTime() - nanoTime < config.heartbeatInterval().multipliedBy(MISSED).toNanos();
  }

  private static long longAgo() {
    return System.nanoTime() - Duration.ofDays(1).toNanos();
  }
}

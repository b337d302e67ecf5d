package io.parley.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Delays the commits of one channel while its consumer group rebalances.
///
/// A consumer that has joined a rebalance cannot commit before the rebalance ends, and that takes
/// until every other member has noticed it, up to 3 seconds. Liberty logs each attempt as a warning
/// (CWMRX1001W) and does not repeat it. A [GatedAssignor] tells when a rebalance begins and ends.
///
/// Thread-safe. The lock is not held while commits run.
final class CommitGate {
  /// Liberty reads no further with 500 unacknowledged records, and a consumer that reads no further
  /// does not take part in the rebalance. Before that, commits are attempted.
  static final int MAX_DELAYED = 100;

  /// A consumer that has lost partitions in a rebalance joins the next one at once.
  private static final Duration SETTLE = Duration.ofMillis(300);

  private static final Map<String, CommitGate> GATES = new ConcurrentHashMap<>();

  private final Executor later;
  private final Queue<Runnable> delayed = new ArrayDeque<>();
  private boolean closed;
  private long rebalances;

  /// @param later runs what it is given after a while
  CommitGate(Executor later) {
    this.later = later;
  }

  /// The gate of a channel of this node.
  static CommitGate of(String channel) {
    return GATES.computeIfAbsent(
        channel,
        _ ->
            new CommitGate(
                CompletableFuture.delayedExecutor(
                    SETTLE.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)));
  }

  /// Runs `commit`, now or after the rebalance.
  void commit(Runnable commit) {
    List<Runnable> due = delayOrRelease(commit);
    due.forEach(Runnable::run);
  }

  /// The consumer joins a rebalance.
  synchronized void close() {
    closed = true;
    rebalances++;
  }

  /// The rebalance has ended, unless the consumer is about to join the next one.
  void openLater() {
    long ended = current();
    later.execute(() -> open(ended).forEach(Runnable::run));
  }

  private synchronized List<Runnable> delayOrRelease(Runnable commit) {
    if (closed && delayed.size() < MAX_DELAYED) {
      delayed.add(commit);
      return List.of();
    }
    delayed.add(commit);
    return release();
  }

  private synchronized List<Runnable> open(long ended) {
    if (ended != rebalances) {
      return List.of();
    }
    closed = false;
    return release();
  }

  private List<Runnable> release() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    return due;
  }

  private synchronized long current() {
    return rebalances;
  }
}

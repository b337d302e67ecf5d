package io.parley.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/// How far this node has read one topic: per partition, where its reading began without a gap
/// since, and where it will go on. Safe for use by any thread.
final class TopicProgress {
  /// What an offset means, given those before it.
  enum Arrival {
    /// It comes next, or after a gap: then the tail restarts with it.
    NEW,
    /// It was handled before: the broker repeats itself after a reconnection.
    SEEN,
    /// It goes back in offset but on in time: this may be another log under the same name.
    SUSPECT
  }

  private static final class Partition {
    long start = -1;
    long next = -1;
    long target;
    long lastAt = Long.MIN_VALUE;
    final PriorityQueue<Waiting> waiting =
        new PriorityQueue<>(Comparator.comparingLong(Waiting::offset));
  }

  private record Waiting(long offset, CompletableFuture<Void> reached) {}

  private final Map<Integer, Partition> partitions = new HashMap<>();

  /// The node begins at `start` and has caught up when it comes to `end`. Nothing was read before.
  synchronized void begin(int number, long start, long end) {
    Partition partition = partition(number);
    partition.start = start;
    partition.next = start;
    partition.target = end;
  }

  /// How many partitions are known, which are all of them after [#begin].
  synchronized int partitions() {
    return partitions.size();
  }

  /// Whether all has been read that was there at the beginning.
  synchronized boolean caughtUp(int number) {
    Partition partition = partition(number);
    return partition.next >= 0 && partition.next >= partition.target;
  }

  synchronized Arrival arrive(int number, long offset, long at) {
    Partition partition = partition(number);
    if (partition.next >= 0 && offset < partition.next) {
      return at > partition.lastAt ? Arrival.SUSPECT : Arrival.SEEN;
    }
    if (offset != partition.next) {
      partition.start = offset;
    }
    return Arrival.NEW;
  }

  /// The record was dealt with, also if nobody could read it.
  void passed(int number, long offset, long at) {
    var reached = new ArrayList<CompletableFuture<Void>>();
    synchronized (this) {
      Partition partition = partition(number);
      if (offset < partition.next) {
        return;
      }
      if (partition.start < 0 || offset > Math.max(partition.next, partition.start)) {
        partition.start = offset;
      }
      partition.next = offset + 1;
      partition.lastAt = at;
      Waiting first = partition.waiting.peek();
      while (first != null && first.offset() <= offset) {
        reached.add(first.reached());
        partition.waiting.remove();
        first = partition.waiting.peek();
      }
    }
    // whoever waits must not hold up the fan-out
    reached.forEach(it -> it.completeAsync(() -> null, Thread::startVirtualThread));
  }

  /// The first offset from which on everything in this partition was read; empty as long as nothing
  /// was.
  synchronized OptionalLong start(int number) {
    return present(partition(number).start);
  }

  /// The offset after the last one that was handled.
  synchronized OptionalLong next(int number) {
    return present(partition(number).next);
  }

  /// Completes when the record at this offset has been handled.
  CompletableFuture<Void> reached(int number, long offset) {
    var reached = new CompletableFuture<Void>();
    synchronized (this) {
      Partition partition = partition(number);
      if (partition.next <= offset) {
        var waiting = new Waiting(offset, reached);
        partition.waiting.add(waiting);
        forgetWhenGivenUp(partition, waiting);
        return reached;
      }
    }
    reached.complete(null);
    return reached;
  }

  /// Forgets what was read, because it was another log. Those who wait are told.
  void clear() {
    List<Waiting> waiting = new ArrayList<>();
    synchronized (this) {
      partitions.values().forEach(partition -> waiting.addAll(partition.waiting));
      partitions.clear();
    }
    waiting.forEach(it -> Thread.startVirtualThread(() -> it.reached().cancel(false)));
  }

  private void forgetWhenGivenUp(Partition partition, Waiting waiting) {
    var _ =
        waiting
            .reached()
            .whenComplete((_, failure) -> {
              if (failure != null) {
                synchronized (this) {
                  partition.waiting.remove(waiting);
                }
              }
            });
  }

  private Partition partition(int number) {
    return partitions.computeIfAbsent(number, _ -> new Partition());
  }

  private static OptionalLong present(long offset) {
    return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
  }
}

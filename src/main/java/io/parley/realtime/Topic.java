package io.parley.realtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// One topic's subscribers and the events of its current tick.
///
/// Two locks, so that publishing never waits for a delivery to thousands: `delivery` is held while
/// events are handed over and orders these; the monitor of `pending` guards what has come in
/// between. Where both are needed, `delivery` is taken first.
final class Topic {
  private static final Logger LOG = System.getLogger(Topic.class.getName());

  /// A subscriber, and how many of the pending events its latest state already covers.
  private static final class Member {
    final Subscriber subscriber;
    int covered;

    Member(Subscriber subscriber) {
      this.subscriber = subscriber;
    }
  }

  private final Tick tick;
  private final Scheduler scheduler;
  private final RealtimeMeter meter;

  private final ReentrantLock delivery = new ReentrantLock();
  private final Map<ConnectionId, Member> members = new LinkedHashMap<>();

  private final List<WireEvent> pending = new ArrayList<>();
  private boolean due;
  private long firstPendingAt;
  private long flushedAt;

  private volatile int audience;
  private volatile int waiting;
  private volatile boolean retired;

  Topic(Tick tick, Scheduler scheduler, RealtimeMeter meter) {
    this.tick = tick;
    this.scheduler = scheduler;
    this.meter = meter;
    this.flushedAt = scheduler.nanoTime() - tick.max().toNanos();
  }

  int audience() {
    return audience;
  }

  /// @return false if this topic has ended; a later one of the same name may have begun
  boolean publish(List<WireEvent> events) {
    Duration length = tick.of(audience, waiting);
    Duration wait;
    synchronized (pending) {
      if (retired) {
        return false;
      }
      long now = scheduler.nanoTime();
      if (pending.isEmpty()) {
        firstPendingAt = now;
      }
      pending.addAll(events);
      if (!length.isZero()) {
        if (due) {
          return true;
        }
        due = true;
      }
      // The first event after a quiet time leaves at once; the tick runs from there.
      wait = Duration.ofNanos(Math.max(0, flushedAt + length.toNanos() - now));
    }
    if (length.isZero()) {
      flush();
    } else {
      scheduler.after(wait, this::flush);
    }
    return true;
  }

  /// Newcomers wait for no flush: a crowd that comes back would cut everyone's ticks to pieces.
  /// Instead they skip those pending events that their welcome covers.
  ///
  /// @return false if this topic has ended
  boolean subscribe(Subscriber subscriber, Frame welcome) {
    delivery.lock();
    try {
      Member member = new Member(subscriber);
      synchronized (pending) {
        if (retired) {
          return false;
        }
        member.covered = pending.size();
      }
      subscriber.start(welcome);
      members.put(subscriber.id(), member);
      audience = members.size();
      return true;
    } finally {
      delivery.unlock();
    }
  }

  /// A snapshot covers live state only, so the durable events of the current tick go before it.
  void resync(Subscriber subscriber, Frame snapshot) {
    delivery.lock();
    try {
      Member member = members.get(subscriber.id());
      if (member == null) {
        return;
      }
      List<WireEvent> before;
      synchronized (pending) {
        before = List.copyOf(pending.subList(member.covered, pending.size()));
        member.covered = pending.size();
      }
      Batch durable = new Batch(before).durable();
      if (!durable.isEmpty()) {
        subscriber.deliver(durable);
      }
      subscriber.start(snapshot);
    } finally {
      delivery.unlock();
    }
  }

  /// @return whether nobody is left, and so this topic has ended
  boolean unsubscribe(Subscriber subscriber) {
    delivery.lock();
    try {
      members.remove(subscriber.id());
      audience = members.size();
      synchronized (pending) {
        retired = members.isEmpty();
        return retired;
      }
    } finally {
      delivery.unlock();
    }
  }

  private void flush() {
    delivery.lock();
    try {
      Batch batch;
      synchronized (pending) {
        due = false;
        if (pending.isEmpty()) {
          return;
        }
        flushedAt = scheduler.nanoTime();
        meter.ticked(flushedAt - firstPendingAt);
        batch = new Batch(pending);
        pending.clear();
      }
      waiting = deliver(batch);
    } finally {
      delivery.unlock();
    }
  }

  /// @return how many still had something to send
  private int deliver(Batch batch) {
    int late = 0;
    for (Iterator<Member> each = members.values().iterator(); each.hasNext(); ) {
      Member member = each.next();
      Batch part = batch;
      if (member.covered > 0) {
        part = batch.after(member.covered);
        member.covered = 0;
      }
      try {
        if (!part.isEmpty() && !member.subscriber.deliver(part)) {
          late++;
        }
      } catch (RuntimeException e) {
        // Against the contract of Subscriber. The others must get their events all the same.
        LOG.log(Level.ERROR, "Dropped a subscriber that threw: " + member.subscriber.id(), e);
        each.remove();
        audience = members.size();
      }
    }
    return late;
  }
}

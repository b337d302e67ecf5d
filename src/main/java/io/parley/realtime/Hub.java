package io.parley.realtime;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// The topics that somebody on this node follows.
///
/// The owner of a topic calls [#publish], [#subscribe] and [#resync] under one lock of its own, so
/// that a state it hands over and the events after it fit together. No call blocks on a reader.
public final class Hub {
  private final ConcurrentHashMap<String, Topic> topics = new ConcurrentHashMap<>();
  private final Tick tick;
  private final Scheduler scheduler;
  private final RealtimeMeter meter;

  Hub(Tick tick, Scheduler scheduler, RealtimeMeter meter) {
    this.tick = tick;
    this.scheduler = scheduler;
    this.meter = meter;
  }

  /// Hands these events, in this order, to everyone who follows the topic now.
  public void publish(String topic, List<WireEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    for (Topic at = topics.get(topic); at != null; at = topics.get(topic)) {
      if (at.publish(events)) {
        return;
      }
    }
  }

  /// Adds a subscriber whose first frame is this welcome.
  ///
  /// @param welcome the state after everything published so far; what is published later follows it
  public void subscribe(String topic, Subscriber subscriber, Frame welcome) {
    Topic at;
    do {
      at = topics.computeIfAbsent(topic, name -> new Topic(tick, scheduler, meter));
    } while (!at.subscribe(subscriber, welcome));
  }

  /// Brings a subscriber that missed live events up to date; without effect if it has left.
  ///
  /// @param snapshot the live state after everything published so far
  public void resync(String topic, Subscriber subscriber, Frame snapshot) {
    Topic at = topics.get(topic);
    if (at != null) {
      at.resync(subscriber, snapshot);
    }
  }

  /// May be called at any time, without the owner's lock, also for one who is not there.
  public void unsubscribe(String topic, Subscriber subscriber) {
    Topic at = topics.get(topic);
    if (at != null && at.unsubscribe(subscriber)) {
      topics.remove(topic, at);
    }
  }

  /// How many follow the topic on this node.
  public int audience(String topic) {
    Topic at = topics.get(topic);
    return at == null ? 0 : at.audience();
  }
}

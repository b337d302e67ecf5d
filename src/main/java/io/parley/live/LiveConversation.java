package io.parley.live;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.participant.Participant;
import io.parley.realtime.Frame;
import io.parley.realtime.Hub;
import io.parley.realtime.Subscriber;
import io.parley.realtime.WireEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// What this node knows of one conversation: the tail of its durable events and what is live in it
/// now. It puts the log's two topics into one order, and hands that order to the hub.
///
/// Events are applied, and readers join, under one lock, so that a reader's snapshot and the events
/// that follow it have no gap between them and no overlap. The lock is never held while anything
/// waits for a reader: what does not leave at once, the hub queues.
public final class LiveConversation {
  private final ConversationId id;
  private final Hub hub;
  private final OrderedListener listener;
  private final LiveState state;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean retired;

  /// How far this node has read the conversation's partition.
  public interface Reading {
    /// The first offset from which on nothing was missed.
    long start();

    /// The offset that comes next.
    long next();
  }

  /// @param from the first offset of which nothing was forgotten
  public LiveConversation(
      ConversationId id,
      String epoch,
      long from,
      Reading reading,
      Hub hub,
      OrderedListener listener,
      TailMemory memory) {
    this.id = id;
    this.hub = hub;
    this.listener = listener;
    this.state = new LiveState(id, epoch, from, reading, memory);
  }

  /// What a reader finds: the durable events it missed, if they are still at hand, those since the
  /// last message, if that is, and what is live.
  public record Arrival(
      Optional<List<WireEvent>> missed,
      List<WireEvent> lastTurn,
      TailView tail,
      LiveSnapshot snapshot) {}

  /// A copy of the tail: every durable event from the offset `from` on.
  public record TailView(String epoch, long from, List<LogEntry<? extends Event.Durable>> events) {}

  public ConversationId id() {
    return id;
  }

  /// False if this conversation has retired; another object has its place.
  public boolean apply(LogEntry<?> entry, Instant now) {
    return locked(() -> {
      if (retired) {
        return false;
      }
      Happened happened = new Happened();
      state.apply(entry, now, happened);
      hub.publish(topic(), happened.wire());
      if (!happened.events().isEmpty()) {
        listener.happened(id, entry.at(), happened.events());
      }
      return true;
    });
  }

  /// Adds a reader. Its first frame is made of what it finds, and everything after that follows.
  /// False if this conversation has retired.
  public boolean join(
      Subscriber subscriber, Optional<Position> after, Function<Arrival, Frame> welcome) {
    return locked(() -> {
      if (retired) {
        return false;
      }
      Arrival arrival =
          new Arrival(
              after.flatMap(state::missed),
              state.tail().lastTurn(),
              state.tail().view(),
              state.snapshot());
      hub.subscribe(topic(), subscriber, welcome.apply(arrival));
      return true;
    });
  }

  public void leave(Subscriber subscriber) {
    locked(() -> hub.unsubscribe(topic(), subscriber));
  }

  /// Gives a reader that fell behind what is live now, in place of the live events it missed.
  public void resync(Subscriber subscriber, Function<LiveSnapshot, Frame> frame) {
    locked(() -> hub.resync(topic(), subscriber, frame.apply(state.snapshot())));
  }

  /// Whether every durable event after this position is still at hand.
  public boolean covers(Position after) {
    return locked(() -> state.holdsAllAfter(after));
  }

  public TailView tail() {
    return locked(() -> state.tail().view());
  }

  public LiveSnapshot now() {
    return locked(state::snapshot);
  }

  /// Whether this reply is known to have ended with a later attempt than this one, or to have been
  /// removed.
  public boolean isOver(ReplyId reply, int attempt) {
    return locked(() -> state.tail().isOver(reply, attempt));
  }

  /// Whether a reply is being made, or was asked for and has not begun.
  public boolean isRunning() {
    return locked(() -> state.replies().isRunning());
  }

  /// How many attempts at this reply have begun.
  public int attempts(ReplyId reply) {
    return locked(() -> state.replies().attempts(reply));
  }

  /// Changes by one with every change of who is present; see [#agree].
  public long presenceVersion() {
    return locked(state::presenceVersion);
  }

  /// Brings the participants in line with the presence store's list, unless somebody came or went
  /// since `version`, when the list may already be old.
  public boolean agree(Collection<Participant> present, long version) {
    return locked(() -> {
      if (version != state.presenceVersion()) {
        return false;
      }
      Happened happened = new Happened();
      state.agree(present, happened);
      hub.publish(topic(), happened.wire());
      return true;
    });
  }

  /// Tells every reader what is degraded or well again.
  void notice(EncodedEvent notice) {
    locked(() -> hub.publish(topic(), List.of(notice.wire())));
  }

  /// Forgets what is older than the limits, and retires if nothing is left that needs this
  /// conversation in memory.
  boolean expire(Instant eventsBefore, Instant draftsBefore) {
    return locked(() -> {
      state.expire(eventsBefore, draftsBefore);
      retired = state.isEmpty() && hub.audience(topic()) == 0;
      return retired;
    });
  }

  long completeFrom() {
    return locked(() -> state.tail().from());
  }

  private String topic() {
    return id.toString();
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}

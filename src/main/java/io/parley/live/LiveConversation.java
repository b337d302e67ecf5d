package io.parley.live;

import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.realtime.Frame;
import io.parley.realtime.Hub;
import io.parley.realtime.Subscriber;
import io.parley.realtime.WireEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Reading reading;
  private final ReentrantLock lock = new ReentrantLock();

  private final TailMemory memory;
  private Tail tail;
  private final LiveReplies replies = new LiveReplies();
  private final LiveDrafts drafts = new LiveDrafts();
  private final Map<ParticipantId, Participant> participants = new LinkedHashMap<>();
  private long presenceVersion;
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
    this.reading = reading;
    this.memory = memory;
    this.tail = new Tail(memory, epoch, from);
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
      switch (entry.event()) {
        case Event.Durable durable -> applyDurable(entry, durable, now, happened);
        case Event.Live live -> applyLive(live, now, happened);
      }
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
          new Arrival(after.flatMap(this::missed), tail.lastTurn(), tail.view(), snapshot());
      hub.subscribe(topic(), subscriber, welcome.apply(arrival));
      return true;
    });
  }

  public void leave(Subscriber subscriber) {
    locked(() -> hub.unsubscribe(topic(), subscriber));
  }

  /// Gives a reader that fell behind what is live now, in place of the live events it missed.
  public void resync(Subscriber subscriber, Function<LiveSnapshot, Frame> frame) {
    locked(() -> hub.resync(topic(), subscriber, frame.apply(snapshot())));
  }

  /// Whether every durable event after this position is still at hand.
  public boolean covers(Position after) {
    return locked(() -> holdsAllAfter(after));
  }

  public TailView tail() {
    return locked(tail::view);
  }

  public LiveSnapshot now() {
    return locked(this::snapshot);
  }

  /// Whether this reply is known to have ended with a later attempt than this one, or to have been
  /// removed.
  public boolean isOver(ReplyId reply, int attempt) {
    return locked(() -> tail.isOver(reply, attempt));
  }

  /// Whether a reply is being made, or was asked for and has not begun.
  public boolean isRunning() {
    return locked(replies::isRunning);
  }

  /// How many attempts at this reply have begun.
  public int attempts(ReplyId reply) {
    return locked(() -> replies.attempts(reply));
  }

  /// Changes by one with every change of who is present; see [#agree].
  public long presenceVersion() {
    return locked(() -> presenceVersion);
  }

  /// Brings the participants in line with the presence store's list, unless somebody came or went
  /// since `version`, when the list may already be old.
  public boolean agree(Collection<Participant> present, long version) {
    return locked(() -> {
      if (version != presenceVersion) {
        return false;
      }
      Happened happened = new Happened();
      Map<ParticipantId, Participant> now = new LinkedHashMap<>();
      present.forEach(participant -> now.put(participant.id(), participant));
      List.copyOf(participants.values()).stream()
          .filter(participant -> !now.containsKey(participant.id()))
          .forEach(participant -> left(participant, happened));
      present.forEach(participant -> joined(participant, happened));
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
      tail.expire(eventsBefore);
      drafts.expire(draftsBefore);
      replies.expire(eventsBefore);
      retired =
          tail.isEmpty() && replies.isEmpty() && drafts.isEmpty() && hub.audience(topic()) == 0;
      return retired;
    });
  }

  long completeFrom() {
    return locked(tail::from);
  }

  private void applyDurable(
      LogEntry<?> entry, Event.Durable durable, Instant now, Happened happened) {
    Position position = entry.position();
    if (!position.epoch().equals(tail.epoch())) {
      tail.forgetAll();
      tail = new Tail(memory, position.epoch(), position.offset());
    }
    switch (durable) {
      case Event.MessagePosted posted -> posted(entry, posted, happened);
      case Event.ReplyStarted started -> started(entry, started, now, happened);
      case Event.ReplyFinished finished -> finished(entry, finished, happened);
      case Event.MessageRemoved removed -> {
        tail.forget(removed.messageId());
        replies.end(new ReplyId(removed.messageId().value()));
        remember(
            entry,
            removed,
            happened.add(new OrderedEvent.MessageRemoved(removed.messageId(), position)));
      }
      case Event.ReplyRequested requested -> {
        if (!tail.isOver(requested.reply().replyId(), requested.continues().orElse(0))) {
          replies.ask(requested.reply().replyId(), requested.at());
        }
        happened.addUntold(new OrderedEvent.ReplyRequested(requested));
      }
      case Event.ConversationDeleted deleted -> {
        tail.forgetAll();
        replies.clear();
        drafts.clear();
        remember(
            entry,
            deleted,
            happened.add(new OrderedEvent.ConversationDeleted(id, deleted, position)));
      }
      case Event.Heartbeat _ -> {}
    }
  }

  private void posted(LogEntry<?> entry, Event.MessagePosted posted, Happened happened) {
    if (tail.holds(posted.messageId())) {
      return;
    }
    posted.draftId().ifPresent(draft -> drafts.end(posted.author().id(), draft));
    posted
        .reply()
        .filter(reply -> !tail.isOver(reply.replyId()))
        .ifPresent(reply -> replies.ask(reply.replyId(), posted.at()));
    Message message = Message.posted(id, entry.position(), posted);
    remember(entry, posted, happened.add(new OrderedEvent.MessagePosted(message)));
  }

  private void started(
      LogEntry<?> entry, Event.ReplyStarted started, Instant now, Happened happened) {
    started.continues().ifPresent(end -> tail.reopen(started.replyId(), end.attempt()));
    if (tail.isOver(started.replyId())) {
      return;
    }
    LiveReply reply = replies.at(started.replyId());
    if (reply.start(started, now)) {
      remember(
          entry, started, happened.add(new OrderedEvent.ReplyStarted(started, entry.position())));
      show(reply, happened);
    }
  }

  /// An end that is older than the newest attempt comes from a node that was thought dead.
  private void finished(LogEntry<?> entry, Event.ReplyFinished finished, Happened happened) {
    if (tail.isOver(finished.replyId())
        || replies.attempts(finished.replyId()) > finished.attempt()) {
      return;
    }
    replies
        .end(finished.replyId())
        .flatMap(reply -> reply.completion(finished))
        .ifPresent(delta -> happened.add(new OrderedEvent.ReplyDelta(delta)));
    remember(
        entry, finished, happened.add(new OrderedEvent.ReplyFinished(finished, entry.position())));
  }

  private void applyLive(Event.Live live, Instant now, Happened happened) {
    switch (live) {
      case Event.DraftEdited edited -> {
        if (drafts.apply(edited, now)) {
          happened.add(new OrderedEvent.DraftEdited(edited));
        }
      }
      case Event.ReplyDelta delta -> {
        // one of a later attempt may come before the start that takes the reply's end back
        if (!tail.isOver(delta.replyId(), delta.attempt() - 1)) {
          LiveReply reply = replies.at(delta.replyId());
          reply.hold(delta, now);
          show(reply, happened);
        }
      }
      case Event.ReplyThinking thinking -> {
        if (!tail.isOver(thinking.replyId(), thinking.attempt() - 1)) {
          LiveReply reply = replies.at(thinking.replyId());
          reply.hold(thinking, now);
          show(reply, happened);
        }
      }
      case Event.Joined joined -> {
        presenceVersion++;
        joined(joined.participant(), happened);
      }
      case Event.Left left -> {
        presenceVersion++;
        left(left.participant(), happened);
      }
      case Event.ConversationChanged changed ->
          happened.add(
              new OrderedEvent.ConversationChanged(
                  ConversationView.of(
                      Conversation.read(changed), position(), replies.isRunning())));
      case Event.StopRequested _, Event.HandedOver _, Event.Renamed _, Event.Pulse _ -> {}
    }
  }

  private static void show(LiveReply reply, Happened happened) {
    reply.showableThinking().forEach(next -> happened.add(new OrderedEvent.ReplyThinking(next)));
    reply.showable().forEach(next -> happened.add(new OrderedEvent.ReplyDelta(next)));
  }

  private void joined(Participant participant, Happened happened) {
    if (!participant.equals(participants.put(participant.id(), participant))) {
      happened.add(new OrderedEvent.Joined(participant));
    }
  }

  private void left(Participant participant, Happened happened) {
    if (participants.remove(participant.id()) != null) {
      drafts.leave(participant.id());
      happened.add(new OrderedEvent.Left(participant));
    }
  }

  private void remember(LogEntry<?> entry, Event.Durable durable, EncodedEvent event) {
    tail.add(
        new LogEntry<>(
            entry.conversation(), durable, entry.partition(), entry.position(), entry.at()),
        event);
  }

  private Optional<List<WireEvent>> missed(Position after) {
    return holdsAllAfter(after) ? Optional.of(tail.after(after.offset())) : Optional.empty();
  }

  private boolean holdsAllAfter(Position position) {
    return tail.covers(position) && position.offset() >= reading.start() - 1;
  }

  private LiveSnapshot snapshot() {
    return new LiveSnapshot(
        drafts.snapshot(), replies.snapshot(), List.copyOf(participants.values()), position());
  }

  private Position position() {
    return new Position(tail.epoch(), Math.max(tail.last(), reading.next() - 1));
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

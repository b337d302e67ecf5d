package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.realtime.Frame;
import io.parley.realtime.Hub;
import io.parley.realtime.Subscriber;
import io.parley.realtime.WireEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private static final int ENDED_DRAFTS_KEPT = 512;

  private final ConversationId id;
  private final Hub hub;
  private final Reading reading;
  private final ReentrantLock lock = new ReentrantLock();

  private final TailMemory memory;
  private Tail tail;
  private final Map<ReplyId, LiveReply> replies = new LinkedHashMap<>();
  private final Map<ReplyId, Instant> asked = new LinkedHashMap<>();
  private final Map<DraftKey, LiveDraft> drafts = new LinkedHashMap<>();
  private final LinkedHashSet<DraftKey> endedDrafts = new LinkedHashSet<>();
  private final Map<ParticipantId, Participant> participants = new LinkedHashMap<>();
  private long presenceVersion;
  private boolean retired;

  private record DraftKey(ParticipantId participant, DraftId draft) {}

  /// How far this node has read the conversation's partition.
  interface Reading {
    /// The first offset from which on nothing was missed.
    long start();

    /// The offset that comes next.
    long next();
  }

  /// @param from the first offset of which nothing was forgotten
  LiveConversation(
      ConversationId id, String epoch, long from, Reading reading, Hub hub, TailMemory memory) {
    this.id = id;
    this.hub = hub;
    this.reading = reading;
    this.memory = memory;
    this.tail = new Tail(memory, epoch, from);
  }

  /// What is live in a conversation at one moment. `position` is where the events after it begin.
  public record Snapshot(
      List<Wire.LiveDraft> drafts,
      List<Wire.LiveReply> replies,
      List<Participant> participants,
      Position position) {}

  /// What a reader finds: the durable events it missed, if they are still at hand, those since the
  /// last message, if that is, and what is live.
  public record Arrival(
      Optional<List<WireEvent>> missed,
      List<WireEvent> lastTurn,
      TailView tail,
      Snapshot snapshot) {}

  /// A copy of the tail: every durable event from the offset `from` on.
  public record TailView(String epoch, long from, List<LogEntry<? extends Event.Durable>> events) {}

  public ConversationId id() {
    return id;
  }

  /// False if this conversation has retired; another object has its place.
  boolean apply(LogEntry<?> entry, Instant now) {
    return locked(() -> {
      if (retired) {
        return false;
      }
      List<WireEvent> out = new ArrayList<>(2);
      switch (entry.event()) {
        case Event.Durable durable -> applyDurable(entry, durable, now, out);
        case Event.Live live -> applyLive(live, now, out);
      }
      publish(out);
      return true;
    });
  }

  /// Adds a reader. Its first frame is made of what it finds, and everything after that follows.
  /// False if this conversation has retired.
  boolean join(Subscriber subscriber, Optional<Position> after, Function<Arrival, Frame> welcome) {
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
  public void resync(Subscriber subscriber, Function<Snapshot, Frame> frame) {
    locked(() -> hub.resync(topic(), subscriber, frame.apply(snapshot())));
  }

  /// Whether every durable event after this position is still at hand.
  public boolean covers(Position after) {
    return locked(() -> holdsAllAfter(after));
  }

  public TailView tail() {
    return locked(tail::view);
  }

  public Snapshot now() {
    return locked(this::snapshot);
  }

  /// Whether this reply is known to have ended with a later attempt than this one, or to have been
  /// removed.
  public boolean isOver(ReplyId reply, int attempt) {
    return locked(() -> tail.isOver(reply, attempt));
  }

  /// Whether a reply is being made, or was asked for and has not begun.
  public boolean isRunning() {
    return locked(this::running);
  }

  /// How many attempts at this reply have begun.
  public int attempts(ReplyId reply) {
    return locked(() -> attempt(reply));
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
      List<WireEvent> out = new ArrayList<>();
      Map<ParticipantId, Participant> now = new LinkedHashMap<>();
      present.forEach(participant -> now.put(participant.id(), participant));
      List.copyOf(participants.values()).stream()
          .filter(participant -> !now.containsKey(participant.id()))
          .forEach(participant -> left(participant, out));
      present.forEach(participant -> joined(participant, out));
      publish(out);
      return true;
    });
  }

  /// Tells every reader what is degraded or well again.
  public void notice(WireEvent notice) {
    locked(() -> publish(List.of(notice)));
  }

  /// Forgets what is older than the limits, and retires if nothing is left that needs this
  /// conversation in memory.
  boolean expire(Instant eventsBefore, Instant draftsBefore) {
    return locked(() -> {
      tail.expire(eventsBefore);
      drafts.values().removeIf(draft -> draft.untouchedSince(draftsBefore));
      replies.values().removeIf(reply -> reply.untouchedSince(eventsBefore));
      asked
          .entrySet()
          .removeIf(reply ->
              reply.getValue().isBefore(eventsBefore) && !replies.containsKey(reply.getKey()));
      retired =
          tail.isEmpty() && replies.isEmpty() && drafts.isEmpty() && hub.audience(topic()) == 0;
      return retired;
    });
  }

  long completeFrom() {
    return locked(tail::from);
  }

  private void applyDurable(
      LogEntry<?> entry, Event.Durable durable, Instant now, List<WireEvent> out) {
    if (!entry.position().epoch().equals(tail.epoch())) {
      tail.forgetAll();
      tail = new Tail(memory, entry.position().epoch(), entry.position().offset());
    }
    switch (durable) {
      case Event.MessagePosted posted -> {
        if (!tail.holds(posted.messageId())) {
          posted.draftId().ifPresent(draft -> end(new DraftKey(posted.author().id(), draft)));
          posted.reply().ifPresent(reply -> asked(reply, posted.at()));
          remember(entry, durable, Wire.message(Message.posted(id, entry.position(), posted)), out);
        }
      }
      case Event.ReplyStarted started -> {
        started.continues().ifPresent(end -> tail.reopen(started.replyId(), end.attempt()));
        if (!tail.isOver(started.replyId())) {
          LiveReply reply = replies.computeIfAbsent(started.replyId(), _ -> new LiveReply());
          if (reply.start(started, now)) {
            remember(entry, durable, Wire.started(started, entry.position()), out);
            show(reply, out);
          }
        }
      }
      case Event.ReplyFinished finished -> {
        // an end that is older than the newest attempt comes from a node that was thought dead
        if (!tail.isOver(finished.replyId()) && attempt(finished.replyId()) <= finished.attempt()) {
          asked.remove(finished.replyId());
          LiveReply reply = replies.remove(finished.replyId());
          if (reply != null) {
            reply.completion(finished).ifPresent(delta -> out.add(Wire.delta(delta)));
          }
          remember(entry, durable, Wire.finished(entry, finished), out);
        }
      }
      case Event.MessageRemoved removed -> {
        tail.forget(removed.messageId());
        replies.remove(new ReplyId(removed.messageId().value()));
        asked.remove(new ReplyId(removed.messageId().value()));
        remember(entry, durable, Wire.removed(removed.messageId(), entry.position()), out);
      }
      case Event.ReplyRequested requested -> {
        if (!tail.isOver(requested.reply().replyId(), requested.continues().orElse(0))) {
          asked.putIfAbsent(requested.reply().replyId(), requested.at());
        }
      }
      case Event.ConversationDeleted deleted -> {
        tail.forgetAll();
        replies.clear();
        asked.clear();
        drafts.clear();
        remember(entry, durable, Wire.deleted(id, entry.position()), out);
      }
      case Event.Heartbeat _ -> {}
    }
  }

  private void applyLive(Event.Live live, Instant now, List<WireEvent> out) {
    switch (live) {
      case Event.DraftEdited edited -> applyDraft(edited, now, out);
      case Event.ReplyDelta delta -> {
        // one of a later attempt may come before the start that takes the reply's end back
        if (!tail.isOver(delta.replyId(), delta.attempt() - 1)) {
          LiveReply reply = replies.computeIfAbsent(delta.replyId(), _ -> new LiveReply());
          reply.hold(delta, now);
          show(reply, out);
        }
      }
      case Event.ReplyThinking thinking -> {
        if (!tail.isOver(thinking.replyId(), thinking.attempt() - 1)) {
          LiveReply reply = replies.computeIfAbsent(thinking.replyId(), _ -> new LiveReply());
          reply.hold(thinking, now);
          show(reply, out);
        }
      }
      case Event.Joined joined -> {
        presenceVersion++;
        joined(joined.participant(), out);
      }
      case Event.Left left -> {
        presenceVersion++;
        left(left.participant(), out);
      }
      case Event.ConversationChanged changed ->
          out.add(Wire.changed(changed, position(), running()));
      case Event.StopRequested _, Event.HandedOver _, Event.Renamed _, Event.Pulse _ -> {}
    }
  }

  private static void show(LiveReply reply, List<WireEvent> out) {
    reply.showableThinking().forEach(next -> out.add(Wire.thinking(next)));
    reply.showable().forEach(next -> out.add(Wire.delta(next)));
  }

  private int attempt(ReplyId reply) {
    LiveReply known = replies.get(reply);
    return known == null ? 0 : known.attempt();
  }

  private void asked(ReplyRequest request, Instant at) {
    if (!tail.isOver(request.replyId())) {
      asked.putIfAbsent(request.replyId(), at);
    }
  }

  private void applyDraft(Event.DraftEdited edited, Instant now, List<WireEvent> out) {
    DraftKey key = new DraftKey(edited.participantId(), edited.draftId());
    if (endedDrafts.contains(key)) {
      return;
    }
    LiveDraft draft =
        drafts.computeIfAbsent(key, _ -> new LiveDraft(edited.participantId(), edited.draftId()));
    if (draft.apply(edited, now)) {
      out.add(Wire.draft(edited));
    }
    if (edited.event() == Event.DraftEvent.CANCEL) {
      end(key);
    }
  }

  private void end(DraftKey key) {
    drafts.remove(key);
    endedDrafts.add(key);
    if (endedDrafts.size() > ENDED_DRAFTS_KEPT) {
      endedDrafts.removeFirst();
    }
  }

  private void joined(Participant participant, List<WireEvent> out) {
    if (!participant.equals(participants.put(participant.id(), participant))) {
      out.add(Wire.joined(participant));
    }
  }

  private void left(Participant participant, List<WireEvent> out) {
    if (participants.remove(participant.id()) != null) {
      drafts.keySet().removeIf(key -> key.participant().equals(participant.id()));
      out.add(Wire.left(participant));
    }
  }

  private void remember(
      LogEntry<?> entry, Event.Durable durable, WireEvent event, List<WireEvent> out) {
    tail.add(
        new LogEntry<>(
            entry.conversation(), durable, entry.partition(), entry.position(), entry.at()),
        event);
    out.add(event);
  }

  private Optional<List<WireEvent>> missed(Position after) {
    return holdsAllAfter(after) ? Optional.of(tail.after(after.offset())) : Optional.empty();
  }

  private boolean holdsAllAfter(Position position) {
    return tail.covers(position) && position.offset() >= reading.start() - 1;
  }

  private Snapshot snapshot() {
    return new Snapshot(
        drafts.values().stream().flatMap(draft -> draft.snapshot().stream()).toList(),
        replies.values().stream().flatMap(reply -> reply.snapshot().stream()).toList(),
        List.copyOf(participants.values()),
        position());
  }

  private boolean running() {
    return !asked.isEmpty() || !replies.isEmpty();
  }

  private Position position() {
    return new Position(tail.epoch(), Math.max(tail.last(), reading.next() - 1));
  }

  private void publish(List<WireEvent> events) {
    if (!events.isEmpty()) {
      hub.publish(topic(), events);
    }
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

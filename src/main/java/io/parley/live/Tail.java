package io.parley.live;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.realtime.WireEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A conversation's recent durable events, complete from one offset on. Guarded by its
/// conversation's lock.
final class Tail {
  /// A conversation busier than this resumes from history.
  private static final int MAX_EVENTS = 5_000;

  /// Characters of JSON, so that a long conversation which is imported does not stay in memory.
  private static final int MAX_TEXT = 2_000_000;

  /// What a tail keeps while all tails together take too much.
  static final int FEW_EVENTS = 50;

  private static final int LITTLE_TEXT = 64_000;

  private record Entry(LogEntry<? extends Event.Durable> recorded, EncodedEvent encoded) {
    int text() {
      return encoded.wire().json().length();
    }
  }

  private final TailMemory memory;
  private final String epoch;
  private long counted;
  private long from;
  private long last;
  private long text;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final Set<MessageId> posted = new HashSet<>();

  /// The attempt that each reply ended with.
  private final Map<ReplyId, Integer> ended = new HashMap<>();

  private final Set<MessageId> removed = new HashSet<>();

  /// @param memory of all tails of this node
  Tail(TailMemory memory, String epoch, long from) {
    this.memory = memory;
    this.epoch = epoch;
    this.from = from;
    this.last = from - 1;
  }

  String epoch() {
    return epoch;
  }

  /// Every event at this offset and after it is here.
  long from() {
    return from;
  }

  /// The offset of the latest event.
  long last() {
    return last;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean covers(Position after) {
    return after.epoch().equals(epoch) && after.offset() >= from - 1;
  }

  /// Whether this message is known already, or was removed.
  boolean holds(MessageId message) {
    return posted.contains(message) || removed.contains(message);
  }

  /// Whether this reply has ended, or was removed.
  boolean isOver(ReplyId reply) {
    return isOver(reply, 0);
  }

  /// Whether this reply has ended with a later attempt, or was removed.
  boolean isOver(ReplyId reply, int attempt) {
    return ended.getOrDefault(reply, 0) > attempt || removed.contains(new MessageId(reply.value()));
  }

  /// Takes back the end of a reply, if it is that of this attempt: the reply goes on.
  void reopen(ReplyId reply, int attempt) {
    ended.remove(reply, attempt);
  }

  void add(LogEntry<? extends Event.Durable> recorded, EncodedEvent encoded) {
    Entry added = new Entry(recorded, encoded);
    entries.addLast(added);
    text += added.text();
    last = recorded.position().offset();
    switch (recorded.event()) {
      case Event.MessagePosted message -> posted.add(message.messageId());
      case Event.ReplyFinished finished ->
          ended.merge(finished.replyId(), finished.attempt(), Math::max);
      case Event.MessageRemoved removal -> removed.add(removal.messageId());
      case Event.ReplyRequested _,
          Event.ReplyStarted _,
          Event.ConversationDeleted _,
          Event.Heartbeat _ -> {}
    }
    if (entries.size() > MAX_EVENTS) {
      dropFirst();
    }
    while (text > MAX_TEXT && entries.size() > 1) {
      dropFirst();
    }
    count();
    trim();
  }

  /// Keeps little while there is little room.
  private void trim() {
    if (memory.isUsedUp()) {
      while ((entries.size() > FEW_EVENTS || text > LITTLE_TEXT) && entries.size() > 1) {
        dropFirst();
      }
      count();
    }
  }

  private void count() {
    long now = text + (long) TailMemory.EVENT_BYTES * entries.size();
    memory.change(now - counted);
    counted = now;
  }

  /// Takes a removed message's events out: who comes back later is told of the removal only.
  void forget(MessageId message) {
    entries.removeIf(entry -> isAbout(entry.recorded().event(), message));
    text = entries.stream().mapToLong(Entry::text).sum();
    posted.remove(message);
    ended.remove(new ReplyId(message.value()));
    count();
  }

  /// The conversation is erased: nothing that was said in it is sent to readers.
  void forgetAll() {
    entries.clear();
    text = 0;
    posted.clear();
    count();
  }

  void expire(Instant before) {
    while (!entries.isEmpty() && entries.getFirst().recorded().at().isBefore(before)) {
      dropFirst();
    }
    count();
    trim();
  }

  List<WireEvent> after(long offset) {
    List<WireEvent> after = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.recorded().position().offset() > offset) {
        after.add(entry.encoded().wire());
      }
    }
    return after;
  }

  /// The events from the last message on; none if no message is at hand.
  List<WireEvent> lastTurn() {
    List<WireEvent> turn = new ArrayList<>();
    Iterator<Entry> backwards = entries.descendingIterator();
    while (backwards.hasNext()) {
      Entry entry = backwards.next();
      turn.addFirst(entry.encoded().wire());
      if (entry.recorded().event() instanceof Event.MessagePosted) {
        return turn;
      }
    }
    return List.of();
  }

  LiveConversation.TailView view() {
    List<LogEntry<? extends Event.Durable>> events = new ArrayList<>(entries.size());
    entries.forEach(entry -> events.add(entry.recorded()));
    return new LiveConversation.TailView(epoch, from, events);
  }

  private void dropFirst() {
    Entry first = entries.removeFirst();
    text -= first.text();
    LogEntry<? extends Event.Durable> dropped = first.recorded();
    from = dropped.position().offset() + 1;
    switch (dropped.event()) {
      case Event.MessagePosted message -> posted.remove(message.messageId());
      case Event.ReplyFinished finished -> ended.remove(finished.replyId(), finished.attempt());
      case Event.MessageRemoved removal -> removed.remove(removal.messageId());
      case Event.ReplyRequested _,
          Event.ReplyStarted _,
          Event.ConversationDeleted _,
          Event.Heartbeat _ -> {}
    }
  }

  private static boolean isAbout(Event.Durable event, MessageId id) {
    return switch (event) {
      case Event.MessagePosted message -> message.messageId().equals(id);
      case Event.ReplyStarted started -> started.replyId().value().equals(id.value());
      case Event.ReplyFinished finished -> finished.replyId().value().equals(id.value());
      case Event.ReplyRequested _,
          Event.MessageRemoved _,
          Event.ConversationDeleted _,
          Event.Heartbeat _ ->
          false;
    };
  }
}

package io.parley.live;

import io.parley.conversation.IdUse;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// What the ids of the last minutes stand for, in all conversations, as the log says. Safe for
/// threads.
///
/// Conversations lie on different partitions, between which the log has no order: an id stands for
/// one thing in each of them, and nothing that happens in one changes what it stands for in
/// another. Within a conversation the first use on its log is the one that counts.
///
/// Bounded: of more ids than [#MOST] the oldest are forgotten before their time. The archive, which
/// is asked as well, usually has them by then. While it is unavailable, such an id counts as
/// unused.
public final class RecentIds {
  /// With what is noted of them, about 20 MB.
  static final int MOST = 60_000;

  private record Known(IdUse use, Position position, Instant at) {
    /// Whether the other stands before it on the log. Logs of different epochs cannot be compared;
    /// then what was read first stays.
    private boolean comesAfter(Known other) {
      return position.epoch().equals(other.position.epoch())
          && other.position.offset() < position.offset();
    }
  }

  private record Aged(UUID id, Known known) {}

  private final ConcurrentHashMap<UUID, Map<ConversationId, Known>> ids = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<Aged> byAge = new ConcurrentLinkedDeque<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int most;

  public RecentIds(int most) {
    this.most = most;
  }

  /// Takes note of what an event uses: its conversation's id is one that has been used as well.
  public void add(ConversationId conversation, Event event, Position position, Instant at) {
    if (event instanceof Event.Durable) {
      add(conversation.value(), new IdUse.OfConversation(conversation), position, at);
    }
    switch (event) {
      case Event.MessagePosted posted -> {
        add(posted.messageId().value(), message(conversation, posted, position), position, at);
        posted
            .reply()
            .ifPresent(
                asked -> add(asked.replyId(), posted.messageId(), conversation, position, at));
      }
      case Event.ReplyRequested requested ->
          add(requested.reply().replyId(), requested.messageId(), conversation, position, at);
      case Event.ReplyStarted started ->
          add(started.replyId(), started.messageId(), conversation, position, at);
      case Event.Durable _, Event.Live _ -> {}
    }
  }

  /// What an id stands for, in each conversation in which it was used in the last minutes.
  public List<IdUse> usesOf(UUID id) {
    return ids.getOrDefault(id, Map.of()).values().stream().map(Known::use).toList();
  }

  /// The same in one conversation.
  public Optional<IdUse> useIn(ConversationId conversation, UUID id) {
    return known(conversation, id).map(Known::use);
  }

  /// Whether an event is about what its id stands for. Asked when the event, and all before it on
  /// its conversation's log, have been read.
  boolean stands(LogEntry<?> entry) {
    ConversationId conversation = entry.conversation();
    return switch (entry.event()) {
      case Event.MessagePosted posted ->
          !posted.messageId().value().equals(conversation.value())
              && isFirst(conversation, posted.messageId(), entry.position());
      case Event.ReplyRequested requested ->
          isReply(conversation, requested.reply().replyId(), requested.messageId());
      case Event.ReplyStarted started ->
          isReply(conversation, started.replyId(), started.messageId());
      case Event.ReplyFinished finished ->
          isReply(conversation, finished.replyId(), finished.messageId());
      case Event.ReplyDelta delta ->
          useIn(conversation, delta.replyId().value())
              .map(IdUse.OfReply.class::isInstance)
              .orElse(true);
      case Event.Durable _, Event.Live _ -> true;
    };
  }

  /// Whether a message came first at this position, as far as is known.
  boolean isFirst(ConversationId conversation, MessageId message, Position position) {
    return known(conversation, message.value())
        .map(known -> known.use() instanceof IdUse.OfMessage && known.position().equals(position))
        .orElse(true);
  }

  void expire(Instant before) {
    Aged oldest = byAge.peekFirst();
    while (oldest != null && oldest.known().at().isBefore(before)) {
      forgetOldest();
      oldest = byAge.peekFirst();
    }
  }

  private void forgetOldest() {
    Aged oldest = byAge.pollFirst();
    if (oldest != null) {
      count.decrementAndGet();
      forget(oldest);
    }
  }

  /// A reply's id may come from whoever asks for it, and then twice.
  private boolean isReply(ConversationId conversation, ReplyId reply, MessageId answered) {
    return !reply.value().equals(conversation.value())
        && useIn(conversation, reply.value())
            .map(use -> use.equals(new IdUse.OfReply(conversation, answered)))
            .orElse(true);
  }

  private Optional<Known> known(ConversationId conversation, UUID id) {
    return Optional.ofNullable(ids.getOrDefault(id, Map.of()).get(conversation));
  }

  private void add(
      ReplyId reply,
      MessageId answered,
      ConversationId conversation,
      Position position,
      Instant at) {
    add(reply.value(), new IdUse.OfReply(conversation, answered), position, at);
  }

  private void add(UUID id, IdUse use, Position position, Instant at) {
    Known now = new Known(use, position, at);
    ids.compute(
        id,
        (_, uses) -> {
          Known before = uses == null ? null : uses.get(use.conversation());
          if (before != null && !before.comesAfter(now)) {
            return uses;
          }
          byAge.addLast(new Aged(id, now));
          count.incrementAndGet();
          return with(uses == null ? Map.of() : uses, now);
        });
    while (count.get() > most) {
      forgetOldest();
    }
  }

  private static Map<ConversationId, Known> with(Map<ConversationId, Known> uses, Known now) {
    Map<ConversationId, Known> more = new HashMap<>(uses);
    more.put(now.use().conversation(), now);
    return Map.copyOf(more);
  }

  private void forget(Aged old) {
    ids.computeIfPresent(
        old.id(),
        (_, uses) -> {
          Map<ConversationId, Known> rest = new HashMap<>(uses);
          rest.remove(old.known().use().conversation(), old.known());
          return rest.isEmpty() ? null : Map.copyOf(rest);
        });
  }

  private static IdUse message(
      ConversationId conversation, Event.MessagePosted posted, Position position) {
    return new IdUse.OfMessage(
        conversation,
        posted.messageId(),
        posted.author().id(),
        position,
        posted.reply().map(ReplyRequest::replyId));
  }
}

package io.parley.assistant;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The questions that have been asked and not been answered, on all nodes, as this node reads them
/// from the log. Safe for use by many threads.
final class PendingReplies {
  private final ConcurrentHashMap<ReplyPlace, Entry> entries = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private volatile String epoch = "";

  PendingReplies(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// One of them, with what is known of its reply.
  static final class Entry {
    private final PendingReply question;
    private final long seenAt;
    private final CompletableFuture<Optional<Position>> over = new CompletableFuture<>();
    private volatile boolean delivered;
    private volatile long heardAt;
    private volatile boolean handedOver;
    private volatile long tryAgainAt;
    private volatile int attempt;
    private volatile Optional<Position> begun = Optional.empty();
    private volatile Optional<Position> end = Optional.empty();

    private Entry(PendingReply question, long now) {
      this.question = question;
      this.seenAt = now;
      this.heardAt = now;
      this.tryAgainAt = now;
      this.attempt = question.attemptBefore();
    }

    PendingReply question() {
      return question;
    }

    ReplyPlace reply() {
      return question.place();
    }

    /// Completes when the reply is over, with the position of the end that counts if it has one.
    CompletionStage<Optional<Position>> over() {
      return over.minimalCompletionStage();
    }

    /// Where the end is that counts, if it has been read.
    Optional<Position> end() {
      return end;
    }

    /// Whether Kafka has handed it to this node.
    boolean isDelivered() {
      return delivered;
    }

    /// How many attempts have begun, those before the question included.
    int attempts() {
      return attempt;
    }

    boolean hasBegun() {
      return begun.isPresent();
    }

    /// An end from before the request does not end the continued reply.
    private boolean endsWith(Event.ReplyFinished finished) {
      return finished.attempt() >= attempt && finished.attempt() > question.attemptBefore();
    }

    /// Whether it was asked at least so long ago.
    boolean isOlderThan(long nanos, long now) {
      return now - seenAt >= nanos;
    }

    /// Whether nothing was heard of its reply for so long.
    boolean isQuietFor(long nanos, long now) {
      return now - heardAt >= nanos;
    }

    /// Whether the node that made its reply has left it to others, and none has begun it since.
    boolean isHandedOver() {
      return handedOver;
    }

    boolean isDue(long now) {
      return now - tryAgainAt >= 0;
    }

    void leaveAloneUntil(long time) {
      tryAgainAt = time;
    }
  }

  /// Called for each event of the log in its order, by one thread per topic.
  ///
  /// @param stands whether it is about what its id stands for
  /// @return the reply of which something new was heard, if it is an open one
  Optional<Entry> read(LogEntry<?> entry, boolean stands) {
    return stands ? read(entry) : Optional.empty();
  }

  private Optional<Entry> read(LogEntry<?> entry) {
    return switch (entry.event()) {
      case Event.MessagePosted _, Event.ReplyRequested _ -> {
        changeEpoch(entry.position().epoch());
        yield PendingReply.of(entry)
            .map(question -> entries.computeIfAbsent(question.place(), _ -> added(question)));
      }
      case Event.ReplyStarted started ->
          find(entry, started.replyId()).map(it -> begun(it, started, entry));
      case Event.ReplyDelta delta -> find(entry, delta.replyId()).map(this::heard);
      case Event.ReplyThinking thinking -> find(entry, thinking.replyId()).map(this::heard);
      case Event.HandedOver handedOver ->
          find(entry, handedOver.replyId())
              .map(it -> {
                it.handedOver = true;
                return it;
              });
      case Event.ReplyFinished finished ->
          find(entry, finished.replyId())
              .filter(it -> it.endsWith(finished))
              .map(it -> end(it, Optional.of(entry.position())));
      case Event.MessageRemoved removed ->
          find(entry, new ReplyId(removed.messageId().value()))
              .map(it -> end(it, Optional.empty()));
      case Event.ConversationDeleted _ -> {
        endAll(entry.conversation());
        yield Optional.empty();
      }
      case Event.Durable _, Event.Live _ -> Optional.empty();
    };
  }

  /// Kafka has handed this question to this node, which may not have read of it otherwise: it may
  /// be an old one.
  Entry delivered(PendingReply question) {
    Entry entry = entries.computeIfAbsent(question.place(), _ -> added(question));
    entry.delivered = true;
    return entry;
  }

  private Optional<Entry> find(LogEntry<?> entry, ReplyId reply) {
    return find(new ReplyPlace(entry.conversation(), reply));
  }

  Optional<Entry> find(ReplyPlace reply) {
    return Optional.ofNullable(entries.get(reply));
  }

  List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /// Whether the attempt that began at this position is the one that goes on.
  boolean leads(ReplyPlace reply, int attempt, Position begun) {
    return find(reply)
        .filter(entry -> entry.attempt == attempt)
        .flatMap(entry -> entry.begun)
        .filter(begun::equals)
        .isPresent();
  }

  /// The reply has ended, or will never be made, as is known otherwise.
  void close(ReplyPlace reply) {
    find(reply).ifPresent(entry -> end(entry, Optional.empty()));
  }

  /// The reply cannot be made for a reason that trying again would not change.
  void fail(ReplyPlace reply, Throwable cause) {
    find(reply)
        .ifPresent(entry -> {
          entries.remove(reply, entry);
          entry.over.completeExceptionally(cause);
        });
  }

  private Entry added(PendingReply question) {
    return new Entry(question, nanoTime.getAsLong());
  }

  private Entry heard(Entry entry) {
    entry.heardAt = nanoTime.getAsLong();
    return entry;
  }

  private Entry begun(Entry entry, Event.ReplyStarted started, LogEntry<?> at) {
    if (started.attempt() > entry.attempt) {
      entry.attempt = started.attempt();
      entry.handedOver = false;
      entry.begun = Optional.of(at.position());
    }
    return heard(entry);
  }

  private Entry end(Entry entry, Optional<Position> position) {
    entry.end = position;
    entries.remove(entry.reply(), entry);
    // what hangs on it may block, and this may be the fan-out's thread
    entry.over.completeAsync(() -> position, Thread::startVirtualThread);
    return entry;
  }

  private void endAll(ConversationId conversation) {
    entries.values().stream()
        .filter(entry -> entry.question().conversation().equals(conversation))
        .forEach(entry -> end(entry, Optional.empty()));
  }

  /// What was asked on a log that is no more will not be answered.
  private void changeEpoch(String now) {
    if (!epoch.isEmpty() && !epoch.equals(now)) {
      entries.values().forEach(entry -> end(entry, Optional.empty()));
    }
    epoch = now;
  }
}

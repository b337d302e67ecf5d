package io.parley.live;

import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyDetails;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A conversation's part of the log, written event by event.
public final class LogOf {
  public static final Participant ADA = new Participant(new ParticipantId(Ids.next()), "ada");
  public static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final ConversationId conversation;
  private final String epoch;
  private final int partition;
  private long offset;

  public LogOf(ConversationId conversation, String epoch, long firstOffset) {
    this(conversation, epoch, 0, firstOffset);
  }

  public LogOf(ConversationId conversation, String epoch, int partition, long firstOffset) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.partition = partition;
    this.offset = firstOffset;
  }

  public LogEntry<Event.MessagePosted> posted(String text) {
    return posted(new MessageId(Ids.next()), text);
  }

  public LogEntry<Event.MessagePosted> posted(MessageId id, String text) {
    return posted(id, text, Optional.empty());
  }

  public LogEntry<Event.MessagePosted> posted(MessageId id, String text, Optional<ReplyId> reply) {
    return recorded(
        new Event.MessagePosted(
            id,
            ADA,
            text,
            Optional.empty(),
            Optional.empty(),
            reply.map(replyId -> new ReplyRequest(replyId, "demo/guide")),
            at()));
  }

  public LogEntry<Event.ReplyRequested> requested(ReplyId reply, MessageId answered) {
    return recorded(
        new Event.ReplyRequested(answered, new ReplyRequest(reply, "demo/guide"), ADA, at()));
  }

  public LogEntry<Event.ReplyStarted> started(ReplyId reply, MessageId answered, int attempt) {
    return recorded(new Event.ReplyStarted(reply, answered, "demo/guide", attempt, at()));
  }

  public LogEntry<Event.ReplyStarted> goesOn(
      ReplyId reply, MessageId answered, int attempt, Continuation continues) {
    return recorded(
        new Event.ReplyStarted(
            reply,
            answered,
            "demo/guide",
            attempt,
            Optional.of(continues),
            Optional.empty(),
            at()));
  }

  public LogEntry<Event.ReplyFinished> finished(
      ReplyId reply, MessageId answered, int attempt, String text) {
    return recorded(
        new Event.ReplyFinished(
            reply,
            answered,
            "demo/guide",
            attempt,
            Event.ReplyStatus.FINISHED,
            text,
            Optional.of(new Event.Usage(12, 34)),
            List.of(new Event.Citation("1", "Start", URI.create("/docs/start"), Optional.empty())),
            Optional.empty(),
            Optional.of(
                new ReplyDetails(
                    Optional.empty(),
                    List.of(),
                    Optional.of(new ReplyDetails.ContextUse(3, 0, 0, 40)),
                    Optional.of(new ReplyDetails.Cost(new BigDecimal("0.00125"), "USD")),
                    Optional.empty(),
                    Optional.of(12L),
                    Optional.of(340L),
                    Optional.empty())),
            at()));
  }

  public LogEntry<Event.MessageRemoved> removed(MessageId id) {
    return recorded(new Event.MessageRemoved(id, at()));
  }

  public LogEntry<Event.ConversationDeleted> erased() {
    return recorded(new Event.ConversationDeleted(ADA.id(), at()));
  }

  public LogEntry<Event.ConversationDeleted> removedRoom() {
    return recorded(new Event.ConversationDeleted(Optional.empty(), at()));
  }

  public <E extends Event> LogEntry<E> recorded(E event) {
    Position position = new Position(epoch, offset++);
    return new LogEntry<>(conversation, event, partition, position, at());
  }

  public Instant at() {
    return START.plusSeconds(offset);
  }
}

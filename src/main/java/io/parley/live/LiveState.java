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
import io.parley.realtime.WireEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a conversation, and what each event of the log changes in it: which events
/// count, which are late or repeated, and what readers are told. Guarded by its conversation's
/// lock.
final class LiveState {
  private final ConversationId id;
  private final LiveConversation.Reading reading;
  private final TailMemory memory;
  private Tail tail;
  private final LiveReplies replies = new LiveReplies();
  private final LiveDrafts drafts = new LiveDrafts();
  private final Map<ParticipantId, Participant> participants = new LinkedHashMap<>();
  private long presenceVersion;

  /// @param from the first offset of which nothing was forgotten
  LiveState(
      ConversationId id,
      String epoch,
      long from,
      LiveConversation.Reading reading,
      TailMemory memory) {
    this.id = id;
    this.reading = reading;
    this.memory = memory;
    this.tail = new Tail(memory, epoch, from);
  }

  /// @param happened takes what the event means for readers and listeners
  void apply(LogEntry<?> entry, Instant now, Happened happened) {
    switch (entry.event()) {
      case Event.Durable durable -> applyDurable(entry, durable, now, happened);
      case Event.Live live -> applyLive(live, now, happened);
    }
  }

  /// The tail of the present epoch.
  Tail tail() {
    return tail;
  }

  LiveReplies replies() {
    return replies;
  }

  /// Changes by one with every event that tells who is present.
  long presenceVersion() {
    return presenceVersion;
  }

  /// Brings the participants in line with a list of those who are present.
  void agree(Collection<Participant> present, Happened happened) {
    Map<ParticipantId, Participant> now = new LinkedHashMap<>();
    present.forEach(participant -> now.put(participant.id(), participant));
    List.copyOf(participants.values()).stream()
        .filter(participant -> !now.containsKey(participant.id()))
        .forEach(participant -> left(participant, happened));
    present.forEach(participant -> joined(participant, happened));
  }

  void expire(Instant eventsBefore, Instant draftsBefore) {
    tail.expire(eventsBefore);
    drafts.expire(draftsBefore);
    replies.expire(eventsBefore);
  }

  boolean isEmpty() {
    return tail.isEmpty() && replies.isEmpty() && drafts.isEmpty();
  }

  /// The durable events after this position, if all of them are at hand.
  Optional<List<WireEvent>> missed(Position after) {
    return holdsAllAfter(after) ? Optional.of(tail.after(after.offset())) : Optional.empty();
  }

  boolean holdsAllAfter(Position position) {
    return tail.covers(position) && position.offset() >= reading.start() - 1;
  }

  LiveSnapshot snapshot() {
    return new LiveSnapshot(
        drafts.snapshot(), replies.snapshot(), List.copyOf(participants.values()), position());
  }

  private Position position() {
    return new Position(tail.epoch(), Math.max(tail.last(), reading.next() - 1));
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
}

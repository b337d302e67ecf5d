package io.parley.archive;

import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.conversation.MessagePlace;
import io.parley.conversation.Transcript;
import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.ReplyDetails;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// What a stretch of the log means for the tables: rows to insert, replies to end, messages to
/// remove, conversations to erase. The field names are the tables' columns.
///
/// All inserts may go first, then restarts, ends, removals and erasures, because each of these
/// leaves alone what came earlier in the log: a reply that has ended neither restarts nor ends
/// again, unless it goes on from just that end, an attempt that was abandoned does not end its
/// reply, and a removed message stays away. What happens to a reply after an end of it is for the
/// next batch ([#takes]): whether that end counts, the table decides. So is a second use of an id:
/// which of them it stands for, in its conversation, the tables say.
final class ArchiveBatch {
  private final ToIntFunction<String> epochNumbers;
  private final List<NewMessage> messages = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Map<MessagePlace, Restart> restarts = new LinkedHashMap<>();
  private final Map<MessagePlace, End> ends = new LinkedHashMap<>();
  private final Set<MessagePlace> posted = new HashSet<>();
  private final Set<MessagePlace> replies = new HashSet<>();
  private final List<Removal> removals = new ArrayList<>();
  private final List<Erasure> erasures = new ArrayList<>();
  private final Map<Place, Progress> progress = new LinkedHashMap<>();

  record NewMessage(
      MessageId id,
      ConversationId conversationId,
      Message.Role role,
      String authorId,
      String authorName,
      String content,
      Optional<String> model,
      Message.Status status,
      Optional<MessageId> parentId,
      Optional<DraftId> draftId,
      Optional<ReplyId> replyId,
      int epochNo,
      long logOffset,
      int attempt,
      boolean imported,
      Optional<List<UUID>> copiedFrom,
      Instant createdAt) {}

  record Restart(
      ReplyId id,
      ConversationId conversationId,
      String authorId,
      String authorName,
      String model,
      int attempt,
      Optional<Integer> continues) {}

  record End(
      ReplyId id,
      ConversationId conversationId,
      String authorId,
      String authorName,
      String content,
      String model,
      Message.Status status,
      int finishEpochNo,
      long finishOffset,
      int attempt,
      Instant finishedAt,
      Optional<String> thinking,
      Optional<FinishReason> finishReason,
      Optional<String> refusal,
      Optional<Event.Usage> usage,
      List<Event.Citation> citations,
      Optional<Event.ReplyError> error,
      Optional<ReplyDetails> details) {}

  record Asked(ReplyId id, ConversationId conversationId, MessageId messageId) {}

  record Removal(MessageId id, ConversationId conversationId, Instant removedAt) {}

  record Erasure(ConversationId id, Conversation.Kind kind, Instant erasedAt) {}

  record Progress(int epochNo, int logPartition, long logOffset) {}

  private record Place(int epochNo, int logPartition) {}

  /// @param epochNumbers the number of an epoch
  ArchiveBatch(ToIntFunction<String> epochNumbers) {
    this.epochNumbers = epochNumbers;
  }

  /// Whether the next entry may be part of this batch.
  boolean takes(LogEntry<? extends Event.Durable> entry) {
    return switch (entry.event()) {
      case Event.MessagePosted message -> {
        MessagePlace place = new MessagePlace(entry.conversation(), message.messageId());
        yield !posted.contains(place)
            && !replies.contains(place)
            && message.reply().stream()
                .noneMatch(it -> posted.contains(place(entry, it.replyId())));
      }
      case Event.ReplyRequested requested ->
          !posted.contains(place(entry, requested.reply().replyId()));
      case Event.ReplyStarted started -> takes(place(entry, started.replyId()));
      case Event.ReplyFinished finished -> takes(place(entry, finished.replyId()));
      case Event.Durable _ -> true;
    };
  }

  private boolean takes(MessagePlace reply) {
    return !ends.containsKey(reply) && !posted.contains(reply);
  }

  /// Entries of one partition come in its order.
  void add(LogEntry<? extends Event.Durable> entry) {
    int epochNo = epochNumbers.applyAsInt(entry.position().epoch());
    switch (entry.event()) {
      case Event.MessagePosted message -> {
        posted.add(new MessagePlace(entry.conversation(), message.messageId()));
        Optional<ReplyId> reply = message.reply().map(ReplyRequest::replyId);
        messages.add(row(Transcript.posted(entry, message), reply, epochNo, 0));
        reply.ifPresent(id -> ask(entry, id, message.messageId()));
      }
      case Event.ReplyRequested requested ->
          ask(entry, requested.reply().replyId(), requested.messageId());
      case Event.ReplyStarted started -> {
        MessagePlace place = place(entry, started.replyId());
        replies.add(place);
        messages.add(
            row(Transcript.started(entry, started), Optional.empty(), epochNo, started.attempt()));
        restarts.merge(
            place,
            restart(entry.conversation(), started),
            (one, other) -> one.attempt() >= other.attempt() ? one : other);
      }
      case Event.ReplyFinished finished ->
          ends.put(place(entry, finished.replyId()), end(entry, finished, epochNo));
      case Event.MessageRemoved removed ->
          removals.add(new Removal(removed.messageId(), entry.conversation(), removed.at()));
      case Event.ConversationDeleted deleted ->
          erasures.add(new Erasure(entry.conversation(), kind(deleted), deleted.at()));
      case Event.Heartbeat _ -> {}
    }
    Place place = new Place(epochNo, entry.partition());
    progress.put(place, new Progress(epochNo, entry.partition(), entry.position().offset()));
  }

  /// Rooms have no owner.
  static Conversation.Kind kind(Event.ConversationDeleted deleted) {
    return deleted.owner().isPresent() ? Conversation.Kind.PRIVATE : Conversation.Kind.ROOM;
  }

  private void ask(LogEntry<?> entry, ReplyId reply, MessageId message) {
    replies.add(place(entry, reply));
    asked.add(new Asked(reply, entry.conversation(), message));
  }

  private static MessagePlace place(LogEntry<?> entry, ReplyId reply) {
    return new MessagePlace(entry.conversation(), new MessageId(reply.value()));
  }

  List<NewMessage> messages() {
    return messages;
  }

  List<Asked> asked() {
    return asked;
  }

  Collection<Restart> restarts() {
    return restarts.values();
  }

  /// The messages and replies whose text no longer changes.
  List<MessagePlace> finalTexts() {
    return Stream.concat(
            messages.stream()
                .filter(message -> message.status() == Message.Status.POSTED)
                .map(message -> new MessagePlace(message.conversationId(), message.id())),
            ends.keySet().stream())
        .toList();
  }

  Collection<End> ends() {
    return ends.values();
  }

  List<Removal> removals() {
    return removals;
  }

  List<Erasure> erasures() {
    return erasures;
  }

  Collection<Progress> progress() {
    return progress.values();
  }

  private static NewMessage row(
      Message message, Optional<ReplyId> replyId, int epochNo, int attempt) {
    return new NewMessage(
        message.id(),
        message.conversationId(),
        message.role(),
        message.author().id(),
        message.author().name(),
        message.content(),
        message.model(),
        message.status(),
        message.parentId(),
        message.draftId(),
        replyId,
        epochNo,
        message.position().offset(),
        attempt,
        message.imported(),
        message.origin().map(ArchiveBatch::flat).filter(sources -> !sources.isEmpty()),
        message.createdAt());
  }

  /// As the table has it: each conversation, followed by its message.
  private static List<UUID> flat(Origin origin) {
    return origin.copiedFrom().stream()
        .flatMap(source -> Stream.of(source.conversation().value(), source.message().value()))
        .toList();
  }

  /// The copies of messages of this server among the messages.
  List<NewMessage> copies() {
    return messages.stream().filter(message -> message.copiedFrom().isPresent()).toList();
  }

  /// The rooms among what is erased.
  List<Erasure> removedRooms() {
    return erasures.stream().filter(erasure -> erasure.kind() == Conversation.Kind.ROOM).toList();
  }

  private static Restart restart(ConversationId conversation, Event.ReplyStarted started) {
    Message.Author author = Message.Author.ofModel(started.model());
    return new Restart(
        started.replyId(),
        conversation,
        author.id(),
        author.name(),
        started.model(),
        started.attempt(),
        started.continues().map(Continuation::attempt));
  }

  private static End end(LogEntry<?> entry, Event.ReplyFinished finished, int epochNo) {
    Message.Author author = Message.Author.ofModel(finished.model());
    return new End(
        finished.replyId(),
        entry.conversation(),
        author.id(),
        author.name(),
        finished.text(),
        finished.model(),
        Message.Status.of(finished.status()),
        epochNo,
        entry.position().offset(),
        finished.attempt(),
        finished.at(),
        finished.thinking(),
        finished.finishReason(),
        finished.refusal(),
        finished.usage(),
        finished.citations(),
        finished.error(),
        finished.details());
  }
}

package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.conversation.IdUse;
import io.parley.conversation.Message;
import io.parley.conversation.Transcript;
import io.parley.conversation.UsageTotal;
import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyDetails;
import io.parley.event.ReplyId;
import io.parley.live.LogOf;
import io.parley.llm.Effort;
import io.parley.platform.Ids;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stores over a real PostgreSQL.
class ArchiveStoreIT {
  private static ArchiveDatabase database;

  private ConversationId room;
  private LogOf log;

  @BeforeAll
  static void start(@TempDir Path directory) {
    database = ArchiveDatabase.start(directory);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void openRoom() {
    room = database.openRoom("room-" + Ids.next().toString().substring(24));
    log = new LogOf(room, "e1", 100);
  }

  @Test
  void theLobbyIsThereFromTheStart() {
    assertTrue(database.conversations(store -> store.findRoom("lobby")).isPresent());
  }

  @Test
  void migratingAgainChangesNothing() {
    assertEquals(0, database.migrate());
  }

  @Test
  void aRoomsNameIsTakenOnce() {
    Conversation first = ArchiveDatabase.room("only-one");
    Conversation second = ArchiveDatabase.room("only-one");
    boolean firstAdded = database.conversations(store -> store.add(first));
    boolean secondAdded = database.conversations(store -> store.add(second));
    assertTrue(firstAdded);
    assertFalse(secondAdded);
    assertEquals(Optional.of(first), database.conversations(store -> store.findRoom("only-one")));
  }

  @Test
  void aPostedMessageIsReadBackAsItWasPosted() {
    LogEntry<Event.MessagePosted> posted = log.posted("Grüße 👋\nsecond line");
    archive(posted);
    assertEquals(List.of(Transcript.posted(posted, posted.event())), history());
  }

  @Test
  void aReplyIsReadBackAsItEnded() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    archive(log.posted(question, "Why?", Optional.of(reply)));
    LogEntry<Event.ReplyStarted> started = log.started(reply, question, 1);
    archive(started);
    assertEquals(Message.Status.STREAMING, history().getLast().status());

    LogEntry<Event.ReplyFinished> finished = log.finished(reply, question, 1, "Because.");
    archive(finished);
    assertEquals(
        Transcript.finished(Transcript.started(started, started.event()), finished.event()),
        history().getLast());
    assertEquals(Optional.of(finished.position()), stretch(room).messages().getLast().finish());
  }

  @Test
  void whatAModelThoughtAndWhyItEndedIsReadBack() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    archive(log.posted(question, "Why?", Optional.of(reply)));
    archive(log.started(reply, question, 1));
    archive(
        log.recorded(
            new Event.ReplyFinished(
                reply,
                question,
                "demo/guide",
                1,
                Event.ReplyStatus.FINISHED,
                "",
                Optional.of("Should I?"),
                Optional.of(FinishReason.REFUSAL),
                Optional.of("I would rather not."),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                log.at())));
    Message read = history().getLast();
    assertEquals(Optional.of("Should I?"), read.thinking());
    assertEquals(Optional.of(FinishReason.REFUSAL), read.finishReason());
    assertEquals(Optional.of("I would rather not."), read.refusal());
  }

  @Test
  void aReplyGoesOnFromItsEndAndFromNoOther() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    archive(log.posted(question, "Count.", Optional.of(reply)));
    archive(log.started(reply, question, 1));
    archive(log.finished(reply, question, 1, "one, "));
    archive(log.goesOn(reply, question, 2, new Continuation(1, "one, ")));
    assertEquals(Message.Status.STREAMING, history().getLast().status());
    assertEquals("one, ", history().getLast().content());

    archive(log.finished(reply, question, 1, "from the dead node"));
    archive(log.finished(reply, question, 2, "one, two"));
    archive(log.goesOn(reply, question, 3, new Continuation(1, "one, ")));
    archive(log.finished(reply, question, 3, "from nowhere"));
    Message read = history().getLast();
    assertEquals("one, two", read.content());
    assertEquals(Message.Status.FINISHED, read.status());
    assertEquals(2, history().size());
  }

  @Test
  void allOfAReplyThatWentOnInOneBatchIsThere() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    archive(
        List.of(
            log.posted(question, "Count.", Optional.of(reply)),
            log.started(reply, question, 1),
            log.finished(reply, question, 1, "one, "),
            log.goesOn(reply, question, 2, new Continuation(1, "one, ")),
            log.finished(reply, question, 2, "one, two")));
    assertEquals("one, two", history().getLast().content());
  }

  @Test
  void aRewoundLogChangesNothing() {
    MessageId question = new MessageId(Ids.next());
    MessageId removed = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    List<LogEntry<? extends Event.Durable>> events =
        List.of(
            log.posted(question, "Why?"),
            log.started(reply, question, 1),
            log.posted(removed, "Rude words"),
            log.started(reply, question, 2),
            log.finished(reply, question, 2, "Because."),
            log.finished(reply, question, 1, "Too late."),
            log.removed(removed));
    archive(events);
    List<Message> first = history();
    assertEquals(2, first.size());
    assertEquals("Because.", first.getLast().content());

    archive(events);
    events.forEach(this::archive);
    assertEquals(first, history());
  }

  @Test
  void oneBatchOrManyMeanTheSame() {
    entangled(log).forEach(this::archive);
    assertEquals(List.of("Why?", "First end."), contents(history()));

    ConversationId other = database.openRoom("r" + Ids.next().toString().substring(24));
    archive(entangled(new LogOf(other, "e1", 1, 500)));
    assertEquals(List.of("Why?", "First end."), contents(history(other)));
  }

  private static List<LogEntry<? extends Event.Durable>> entangled(LogOf log) {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    ReplyId removed = new ReplyId(Ids.next());
    return List.of(
        log.posted(question, "Why?"),
        log.started(reply, question, 1),
        log.started(removed, question, 1),
        log.finished(reply, question, 1, "First end."),
        log.started(reply, question, 2),
        log.finished(reply, question, 2, "Second end."),
        log.removed(new MessageId(removed.value())),
        log.finished(removed, question, 1, "Gone."));
  }

  @Test
  void theFirstUseOfAnIdIsKeptWhateverTheBatches() {
    squatted(log).forEach(this::archive);
    assertEquals(List.of("Why?", "Because.", "first"), contents(history()));

    ConversationId other = database.openRoom("r" + Ids.next().toString().substring(24));
    List<LogEntry<? extends Event.Durable>> events = squatted(new LogOf(other, "e1", 1, 1_500));
    archive(events);
    assertEquals(List.of("Why?", "Because.", "first"), contents(history(other)));
    archive(events);
    assertEquals(List.of("Why?", "Because.", "first"), contents(history(other)));
  }

  /// A reply's id is used for a message before the reply has begun, while it runs and after its
  /// end; a message's for a reply.
  private static List<LogEntry<? extends Event.Durable>> squatted(LogOf log) {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    MessageId squat = new MessageId(reply.value());
    ReplyId taken = new ReplyId(Ids.next());
    return List.of(
        log.posted(question, "Why?", Optional.of(reply)),
        log.posted(squat, "before it has begun"),
        log.started(reply, question, 1),
        log.posted(squat, "while it runs"),
        log.finished(reply, question, 1, "Because."),
        log.posted(squat, "after its end"),
        log.posted(question, "another text"),
        log.posted(new MessageId(taken.value()), "first"),
        log.requested(taken, question),
        log.started(taken, question, 1),
        log.finished(taken, question, 1, "second"));
  }

  @Test
  void theSameIdElsewhereTakesNothingsPlace() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    ConversationId other = database.openRoom("o" + Ids.next().toString().substring(24));
    LogOf elsewhere = new LogOf(other, "e1", 1, 1_700);
    archive(
        List.of(
            elsewhere.posted(new MessageId(reply.value()), "squat kumquat"),
            elsewhere.posted(question, "squat too"),
            log.posted(question, "Why?", Optional.of(reply)),
            log.started(reply, question, 1),
            log.finished(reply, question, 1, "Because of a kumquat.")));
    assertEquals(List.of("Why?", "Because of a kumquat."), contents(history()));
    assertEquals(List.of("squat kumquat", "squat too"), contents(history(other)));
    assertEquals(
        List.of("Because of a kumquat."),
        contents(
            database.messages(store -> store.find(room, List.of(new MessageId(reply.value()))))));
    assertEquals(
        Set.of(room, other),
        uses(reply.value()).stream().map(IdUse::conversation).collect(Collectors.toSet()));
    archive(elsewhere.removed(new MessageId(reply.value())));
    assertEquals(List.of("Why?", "Because of a kumquat."), contents(history()));
    assertEquals(List.of("squat too"), contents(history(other)));
  }

  @Test
  void whatAnIdStandsForIsKnownAlsoWhenItIsRemoved() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    LogEntry<Event.MessagePosted> posted = log.posted(question, "Why?", Optional.of(reply));
    archive(posted);
    IdUse message =
        new IdUse.OfMessage(room, question, LogOf.ADA.id(), posted.position(), Optional.of(reply));
    assertEquals(List.of(message), uses(question.value()));
    assertEquals(List.of(new IdUse.OfReply(room, question)), uses(reply.value()));
    archive(log.removed(question));
    assertEquals(List.of(message), uses(question.value()));
    MessageId never = new MessageId(Ids.next());
    archive(log.removed(never));
    assertEquals(List.of(new IdUse.OfRemoved(room)), uses(never.value()));
    assertEquals(List.of(new IdUse.OfConversation(room)), uses(room.value()));
    assertEquals(List.of(), uses(Ids.next()));
  }

  private static List<IdUse> uses(UUID id) {
    return database.messages(store -> store.usesOf(id));
  }

  @Test
  void theEndOfAnAttemptThatWasGivenUpCountsNotWhateverTheBatches() {
    takenOver(log).forEach(this::archive);
    assertEquals(List.of("Why?", "The second attempt's."), contents(history()));

    ConversationId other = database.openRoom("r" + Ids.next().toString().substring(24));
    archive(takenOver(new LogOf(other, "e1", 1, 700)));
    assertEquals(List.of("Why?", "The second attempt's."), contents(history(other)));
  }

  private static List<LogEntry<? extends Event.Durable>> takenOver(LogOf log) {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    return List.of(
        log.posted(question, "Why?"),
        log.started(reply, question, 1),
        log.started(reply, question, 2),
        log.finished(reply, question, 1, "A dead node's."),
        log.finished(reply, question, 2, "The second attempt's."),
        log.started(reply, question, 3),
        log.finished(reply, question, 3, "Too late."));
  }

  @Test
  void aRemovedMessageNeverComesBack() {
    LogEntry<Event.MessagePosted> posted = log.posted("Rude words");
    archive(posted);
    assertEquals(1, history().size());
    archive(log.removed(posted.event().messageId()));
    assertEquals(List.of(), history());
    archive(posted);
    assertEquals(List.of(), history());
  }

  @Test
  void aMessageOfAnotherRoomCannotBeRemoved() {
    LogEntry<Event.MessagePosted> posted = log.posted("Stays");
    archive(posted);
    ConversationId other = database.openRoom("o" + Ids.next().toString().substring(24));
    archive(new LogOf(other, "e1", 1, 7).removed(posted.event().messageId()));
    assertEquals(List.of("Stays"), contents(history()));
  }

  @Test
  void anEventOfAnErasedConversationComesToNothing() {
    ConversationId erased = new ConversationId(Ids.next());
    archive(new LogOf(erased, "e1", 1, 9).posted("Nobody is here"));
    assertEquals(List.of(), history(erased));
  }

  @Test
  void erasingTakesEverythingAndNothingThatComesLaterBringsItBack() {
    ConversationId secret = database.openPrivate();
    LogOf secrets = new LogOf(secret, "e1", 2, 700);
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    LogEntry<Event.MessagePosted> posted = secrets.posted(question, "Secret", Optional.of(reply));
    LogEntry<Event.ReplyStarted> started = secrets.started(reply, question, 1);
    archive(List.of(posted, started));
    assertEquals(2, history(secret).size());

    LogEntry<Event.ConversationDeleted> erased = secrets.erased();
    LogEntry<Event.ReplyFinished> late = secrets.finished(reply, question, 1, "Too late.");
    archive(List.of(erased, late, secrets.posted("Later")));
    assertEquals(List.of(), history(secret));
    assertTrue(database.conversations(store -> store.find(secret)).isEmpty());

    archive(List.of(posted, started, erased, late));
    assertEquals(List.of(), history(secret));
    assertTrue(database.conversations(store -> store.find(secret)).isEmpty());
  }

  @Test
  void aRoomIsErasedByTheOperatorAlone() {
    archive(log.posted("Stays"));
    archive(log.erased());
    boolean more =
        database.conversations(store -> store.eraseSome(room, Conversation.Kind.PRIVATE));
    assertFalse(more);
    assertEquals(List.of("Stays"), contents(history()));
    archive(log.removedRoom());
    assertEquals(List.of(), contents(history()));
    assertTrue(database.conversations(store -> store.find(room)).isEmpty());
  }

  @Test
  void whatAllRepliesTookIsSummedUp() {
    assertEquals(
        new UsageTotal(0, 0, List.of()), database.conversations(store -> store.usage(room)));
    for (int i = 0; i < 2; i++) {
      MessageId question = new MessageId(Ids.next());
      ReplyId reply = new ReplyId(Ids.next());
      archive(
          List.of(
              log.posted(question, "Why?"),
              log.started(reply, question, 1),
              log.finished(reply, question, 1, "Because.")));
    }
    assertEquals(
        new UsageTotal(24, 68, List.of(new ReplyDetails.Cost(new BigDecimal("0.00250"), "USD"))),
        database.conversations(store -> store.usage(room)));
  }

  @Test
  void whatIsSaidTouchesItsConversationAndAChangeDoesNotGoBackInTime() {
    ConversationId id = database.openPrivate();
    assertTrue(conversation(id).lastMessageAt().isEmpty());
    LogEntry<Event.MessagePosted> posted = new LogOf(id, "e1", 2, 900).posted("Hello");
    archive(posted);
    assertEquals(Optional.of(posted.event().at()), conversation(id).lastMessageAt());
    assertEquals(posted.event().at(), conversation(id).updatedAt());

    Conversation changed =
        database
            .conversations(store ->
                store.change(
                    id,
                    Conversation.Kind.PRIVATE,
                    before -> before.with(settings("Soil"), posted.event().at())))
            .orElseThrow();
    assertEquals(changed, conversation(id));
    assertEquals(Optional.of("Soil"), changed.title());
  }

  private static Conversation conversation(ConversationId id) {
    return database.conversations(store -> store.find(id)).orElseThrow();
  }

  private static ConversationSettings settings(String title) {
    return new ConversationSettings(
        Optional.of(title),
        Optional.of("demo/guide"),
        Optional.of("Be brief."),
        Optional.of(0.5),
        Optional.of(0.9),
        Optional.of(256),
        Optional.of(List.of("END")),
        Optional.of(7L),
        Optional.of(Effort.HIGH));
  }

  @Test
  void progressIsRecordedWithTheBatchAndNeverGoesBack() {
    LogOf partition3 = new LogOf(room, "e-progress", 3, 40);
    assertEquals(-1, progress("e-progress", 3));
    List<LogEntry<? extends Event.Durable>> events =
        List.of(partition3.posted("one"), partition3.posted("two"));
    archive(events);
    assertEquals(41, progress("e-progress", 3));
    archive(events.getFirst());
    assertEquals(41, progress("e-progress", 3));
  }

  @Test
  void aLaterEpochComesAfterAnEarlierOne() {
    archive(log.posted("old log"));
    archive(new LogOf(room, "later", 0).posted("new log"));
    assertEquals(List.of("old log", "new log"), contents(history()));
  }

  @Test
  void aStretchEndsBeforeItsPositionAndKnowsOfOlderMessages() {
    List<LogEntry<Event.MessagePosted>> posts =
        IntStream.range(0, 10).mapToObj(i -> log.posted("m" + i)).toList();
    archive(posts);
    ArchivedMessages.Stretch stretch =
        database.messages(store -> store.before(room, 0, posts.get(5).position(), 3));
    assertEquals(
        List.of("m2", "m3", "m4"),
        contents(stretch.messages().stream().map(ArchivedMessages.Archived::message).toList()));
    assertTrue(stretch.more());
    assertEquals(
        5, database.messages(s -> s.before(room, 0, posts.get(5).position(), 5)).messages().size());
  }

  private long progress(String epoch, int partition) {
    Position start = Position.start(epoch);
    return database.messages(store -> store.before(room, partition, start, 1)).progress();
  }

  private void archive(LogEntry<? extends Event.Durable> event) {
    archive(List.of(event));
  }

  private void archive(List<? extends LogEntry<? extends Event.Durable>> events) {
    database.archive(store -> {
      store.archive(events);
      return events;
    });
  }

  private List<Message> history() {
    return history(room);
  }

  private static List<Message> history(ConversationId conversation) {
    return stretch(conversation).messages().stream()
        .map(ArchivedMessages.Archived::message)
        .toList();
  }

  private static ArchivedMessages.Stretch stretch(ConversationId conversation) {
    return database.messages(store -> store.before(conversation, 0, new Position("unseen", 0), 50));
  }

  private static List<String> contents(List<Message> messages) {
    return messages.stream().map(Message::content).toList();
  }
}

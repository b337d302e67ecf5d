package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.archive.ArchiveDatabase;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.ReplyDetails;
import io.parley.event.ReplyId;
import io.parley.live.LogOf;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Conversations in a real PostgreSQL.
@Timeout(120)
class ConversationStoreIT {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static ArchiveDatabase database;

  private final ParticipantId owner = new ParticipantId(Ids.next());

  @BeforeAll
  static void start(@TempDir Path directory) {
    database = ArchiveDatabase.start(directory);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void ownedConversationsArePagedByTheLastChangeWithoutGapsOrRepetitions() {
    List<ConversationId> opened =
        IntStream.range(0, 5).mapToObj(_ -> database.openPrivate(owner)).toList();
    database.openPrivate(new ParticipantId(Ids.next()));
    retitle(opened.get(1), "later", START.plusSeconds(60));

    List<ConversationId> found = new ArrayList<>();
    Optional<ConversationCursor> before = Optional.empty();
    List<Conversation> page = owned(before);
    while (!page.isEmpty() && found.size() <= opened.size()) {
      page.forEach(it -> found.add(it.id()));
      // what a client sends back
      before =
          Optional.of(ConversationCursor.read(ConversationCursor.of(page.getLast()).toString()));
      page = owned(before);
    }

    // the others share one instant: then the newest comes first
    assertEquals(
        List.of(opened.get(1), opened.get(4), opened.get(3), opened.get(2), opened.get(0)), found);
  }

  @Test
  void roomsInWhichSomethingWasSaidComeBeforeSilentOnes() {
    ConversationId silent = database.openRoom(name("silent"));
    ConversationId early = database.openRoom(name("early"));
    ConversationId newest = database.openRoom(name("newest"));
    ConversationId late = database.openRoom(name("late"));
    archive(new LogOf(early, "e1", 100).posted("first"));
    archive(new LogOf(late, "e1", 200).posted("second"));
    List<ConversationId> mine = List.of(silent, early, newest, late);

    List<Conversation> rooms =
        database.conversations(store -> store.rooms(Optional.empty(), 1_000));
    assertEquals(
        List.of(late, early, newest, silent),
        rooms.stream().map(Conversation::id).filter(mine::contains).toList());
    assertTrue(rooms.stream().noneMatch(room -> room.id().equals(Conversation.LOBBY)));

    Conversation last =
        rooms.stream().filter(room -> room.id().equals(early)).findFirst().orElseThrow();
    List<Conversation> next =
        database.conversations(
            store -> store.rooms(Optional.of(ConversationCursor.ofRoom(last)), 1_000));
    assertEquals(
        List.of(newest, silent),
        next.stream().map(Conversation::id).filter(mine::contains).toList());
  }

  @Test
  void aRoomCannotTakeTheNameOfAnother() {
    String taken = name("taken");
    database.openRoom(taken);
    String own = name("own");
    ConversationId room = database.openRoom(own);

    ProblemException refused =
        assertThrows(ProblemException.class, () -> rename(room, taken, START.plusSeconds(1)));
    assertEquals(Problem.CONFLICT, refused.problem());
    assertEquals(Optional.of(own), find(room).orElseThrow().name());

    rename(room, own, START.plusSeconds(2));
    assertEquals(START.plusSeconds(2), find(room).orElseThrow().updatedAt());
  }

  @Test
  void aConversationOfAnotherKindIsNeitherChangedNorErased() {
    ConversationId room = database.openRoom(name("kind"));
    assertEquals(
        Optional.empty(),
        database.conversations(store ->
            store.change(room, Conversation.Kind.PRIVATE, it -> it.entitled("stolen", START))));
    assertFalse(eraseSome(room));
    assertTrue(find(room).isPresent());
    assertEquals(Optional.empty(), find(room).orElseThrow().title());
  }

  @Test
  void aConversationThatDoesNotExistIsNotCreatedByAChange() {
    ConversationId none = new ConversationId(Ids.next());
    assertEquals(Optional.empty(), retitle(none, "ghost", START));
    assertEquals(Optional.empty(), find(none));
  }

  @Test
  void changesAtTheSameTimeFollowOneAnotherAndNoneIsLost() {
    ConversationId id = database.openPrivate(owner);
    retitle(id, "", START);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<CompletableFuture<Void>> changes =
          IntStream.range(0, 20)
              .mapToObj(_ -> CompletableFuture.runAsync(() -> appendToTitle(id), threads))
              .toList();
      changes.forEach(CompletableFuture::join);
    }
    assertEquals("x".repeat(20), find(id).orElseThrow().title().orElseThrow());
  }

  @Test
  void theTimeOfTheLastChangeNeverGoesBack() {
    ConversationId id = database.openPrivate(owner);
    retitle(id, "later", START.plusSeconds(60));
    retitle(id, "by a node whose clock is late", START.plusSeconds(30));
    assertEquals(START.plusSeconds(60), find(id).orElseThrow().updatedAt());
  }

  @Test
  void anErasureTakesAConversationAndNothingOfAnother() {
    ConversationId erased = database.openPrivate(owner);
    ConversationId kept = database.openPrivate(owner);
    archive(new LogOf(erased, "e1", 300).posted("gone"));
    archive(new LogOf(kept, "e1", 400).posted("stays"));

    assertFalse(eraseSome(erased));

    assertEquals(Optional.empty(), find(erased));
    assertEquals(0, messages(erased));
    assertTrue(find(kept).isPresent());
    assertEquals(1, messages(kept));
    assertFalse(eraseSome(erased), "nothing is left to erase");
  }

  @Test
  void aLongConversationIsErasedPieceByPiece() {
    ConversationId id = database.openPrivate(owner);
    archive(new LogOf(id, "e1", 500).posted("the first of many"));
    multiply(id, ConversationStore.ERASED_AT_ONCE + 100);
    int before = messages(id);

    assertTrue(eraseSome(id));
    assertEquals(before - ConversationStore.ERASED_AT_ONCE, messages(id));
    assertTrue(find(id).isPresent(), "the conversation goes last");

    assertFalse(eraseSome(id));
    assertEquals(Optional.empty(), find(id));
  }

  @Test
  void usageAddsUpTokensAndKeepsCurrenciesApart() {
    ConversationId id = database.openPrivate(owner);
    assertEquals(new UsageTotal(0, 0, List.of()), usage(id));
    LogOf log = new LogOf(id, "e1", 600);
    for (ReplyDetails.Cost cost :
        List.of(
            new ReplyDetails.Cost(new BigDecimal("0.10"), "USD"),
            new ReplyDetails.Cost(new BigDecimal("0.20"), "USD"),
            new ReplyDetails.Cost(new BigDecimal("0.05"), "EUR"))) {
      answer(log, cost);
    }
    UsageTotal total = usage(id);
    // more than fits into 32 bits
    assertEquals(3L * Integer.MAX_VALUE, total.promptTokens());
    assertEquals(3, total.completionTokens());
    assertEquals(
        List.of("EUR", "USD"), total.costs().stream().map(ReplyDetails.Cost::currency).toList());
    assertEquals(0, new BigDecimal("0.30").compareTo(total.costs().getLast().amount()));
  }

  private List<Conversation> owned(Optional<ConversationCursor> before) {
    return database.conversations(store -> store.ownedBy(owner, before, 2));
  }

  private static String name(String prefix) {
    return prefix + "-" + Ids.next().toString().substring(24);
  }

  private static Optional<Conversation> find(ConversationId id) {
    return database.conversations(store -> store.find(id));
  }

  private static boolean eraseSome(ConversationId id) {
    return database.conversations(store -> store.eraseSome(id, Conversation.Kind.PRIVATE));
  }

  private static UsageTotal usage(ConversationId id) {
    return database.conversations(store -> store.usage(id));
  }

  private static Optional<Conversation> retitle(ConversationId id, String title, Instant at) {
    return database.conversations(
        store -> store.change(id, Conversation.Kind.PRIVATE, it -> it.entitled(title, at)));
  }

  private static void appendToTitle(ConversationId id) {
    database.conversations(store ->
        store.change(
            id, Conversation.Kind.PRIVATE, it -> it.entitled(it.title().orElse("") + "x", START)));
  }

  private static void rename(ConversationId room, String name, Instant at) {
    database.conversations(store ->
        store.change(
            room,
            Conversation.Kind.ROOM,
            it -> it.room(name, "", it.defaultModel(), it.answers(), at)));
  }

  private static void archive(LogEntry<? extends Event.Durable> entry) {
    database.archive(store -> {
      store.archive(List.of(entry));
      return entry;
    });
  }

  private static void answer(LogOf log, ReplyDetails.Cost cost) {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    archive(log.posted(question, "How much?", Optional.of(reply)));
    archive(log.started(reply, question, 1));
    archive(
        log.recorded(
            new Event.ReplyFinished(
                reply,
                question,
                "demo/guide",
                1,
                Event.ReplyStatus.FINISHED,
                "So much.",
                Optional.of(new Event.Usage(Integer.MAX_VALUE, 1)),
                List.of(),
                Optional.empty(),
                Optional.of(
                    new ReplyDetails(
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(cost),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                log.at())));
  }

  /// Many copies of what was said in a conversation, faster than through the archive.
  private static void multiply(ConversationId id, int copies) {
    database.transaction(entities ->
        entities
            .createNativeQuery(
                """
                insert into message select (jsonb_populate_record(m, jsonb_build_object(
                  'id', gen_random_uuid(), 'log_offset', m.log_offset + n))).*
                from message m, generate_series(1, :copies) n where m.conversation_id = :id
                """)
            .setParameter("id", id.value())
            .setParameter("copies", copies)
            .executeUpdate());
  }

  private static int messages(ConversationId id) {
    return database.transaction(entities ->
        ((Number)
                entities
                    .createNativeQuery("select count(*) from message where conversation_id = :id")
                    .setParameter("id", id.value())
                    .getSingleResult())
            .intValue());
  }
}

package io.parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.archive.ArchiveDatabase;
import io.parley.conversation.Conversation;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.live.LogOf;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Searches over a real PostgreSQL.
class SearchStoreIT {
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
    log = new LogOf(room, "e" + Ids.next().toString().substring(24), 100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The Quick brown fox|quick",
        "The quick brown fox|fox quick",
        "The quick brown fox|\"quick brown\"",
        "The quick brown fox|bro",
        "The quick brown fox|zebra or fox",
        "The quick brown fox|fox -zebra",
        "Un Café, s’il vous plaît|cafe plait",
        "Un cafe|CAFÉ",
        "Straße und Größe|größe",
        "ПРИВЕТ, мир|привет",
        "私は東京に住んでいます|東京",
        "日本語のテスト。次|テスト",
        "ภาษาไทยง่าย|ไทย",
        "안녕하세요 여러분|안녕",
        "हिन्दी में लिखा|हिन्दी",
        "مرحبا بالعالم؟|بالعالم",
        "call io.parley.log.EventLog#append(x)|eventlog",
        "call io.parley.log.EventLog#append(x)|parley.log.EventLog",
        "see https://example.org/a/b?c=d now|example.org/a",
        "it’s “quoted”—and dashed|quoted dashed",
        "<b>bold</b> & <i>so</i>|bold",
        "e-mail ada@example.org today|ada@example.org",
        "x = 3.14159;|3.14159",
        "snake_case_name|case",
        "👋 waving 👋🏽|waving",
        "in der Straße|strasse",
        "IN DER STRASSE|straße",
        "w Łodzi i Łódź|lodz",
        "قرأت كِتَابًا|كتابا",
        "قرأت كتابا|كِتَاب",
        "إلى المدرسة|الى المدرسه",
        "we co\u00adop\u00ader\u00adate|cooperate",
        "zero\u200bwidth|zerowidth",
        "שָׁלוֹם עולם|שלום",
        "ＦＵＬＬ　ｗｉｄｔｈ|full width",
        "ｶﾞｽとｽｲﾄﾞｳ|ガス",
        "İzmir'de ılık|izmir ilik",
        "git commit --no-verify|--no-verify",
        "git commit --no-verify|commit no-verify"
      })
  void isFound(String text, String query) {
    UUID id = say(text);
    assertTrue(find(query).contains(id), () -> query + " in " + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The quick brown fox|quack",
        "The quick brown fox|\"brown quick\"",
        "The quick brown fox|fox -quick",
        "The quick brown fox|quick zebra",
        "The quick brown fox|ick",
        "私は京の東に住んでいます|東京"
      })
  void isNotFound(String text, String query) {
    UUID id = say(text);
    assertFalse(find(query).contains(id), () -> query + " in " + text);
  }

  @Test
  void theBeginningOfAWordIsNotEnoughWhenABlankFollows() {
    UUID id = say("Kubernetes");
    assertTrue(find("kubern").contains(id));
    assertFalse(find("kubern ").contains(id));
  }

  @Test
  void aReplyIsFoundWhenItHasEndedAndARemovedMessageNotAtAll() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    List<LogEntry<? extends Event.Durable>> turn =
        List.of(
            log.posted(question, "What is a kumquat?", Optional.of(reply)),
            log.started(reply, question, 1),
            log.finished(reply, question, 1, "The kumquat is a fruit."));
    archive(turn.subList(0, 2));
    assertEquals(List.of(question.value()), find("kumquat"));
    archive(turn.subList(2, 3));
    archive(turn);
    assertEquals(List.of(reply.value(), question.value()), find("kumquat"));
    archive(List.of(log.removed(new MessageId(reply.value()))));
    assertEquals(List.of(question.value()), find("kumquat"));
  }

  @Test
  void anothersPrivateMessageIsNeverFound() {
    ParticipantId ada = new ParticipantId(Ids.next());
    ParticipantId eve = new ParticipantId(Ids.next());
    ConversationId diary = database.openPrivate(ada);
    LogEntry<Event.MessagePosted> secret =
        new LogOf(diary, "e-diary", 1).posted("The passphrase is xylophone");
    archive(List.of(secret));
    UUID id = secret.event().messageId().value();
    assertEquals(List.of(id), find("xylophone", Optional.of(ada)));
    for (String query :
        List.of("xylophone", "xylo", "passphrase is", "zebra or xylophone", "the")) {
      assertFalse(find(query, Optional.of(eve)).contains(id), query);
      assertFalse(find(query, Optional.empty()).contains(id), query);
    }
    assertEquals(List.of(), find("~" + ada, Optional.of(eve)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"apple or -pear", "-pear or apple"})
  void whatWouldFitAlmostEverythingIsRefused(String query) {
    ProblemException refusal = assertThrows(ProblemException.class, () -> find(query));
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Quarterly budget zebra|zebra",
        "Quarterly budget zebra|zeb",
        "Quarterly budget zebra|budget quarterly",
        "Quarterly budget zebra|\"budget zebra\"",
        "Straßen in Łódź|strassen lodz",
        "東京への旅|東京",
        "mein-raum|raum"
      })
  void aTitleIsFound(String title, String query) {
    ParticipantId ada = new ParticipantId(Ids.next());
    ConversationId own = entitled(ada, title);
    assertTrue(titles(query, Optional.of(ada)).contains(own));
    assertFalse(titles(query, Optional.of(new ParticipantId(Ids.next()))).contains(own));
    assertFalse(titles(query, Optional.empty()).contains(own));
    assertFalse(
        titles(query + " -" + title.replaceFirst("[ -].*", ""), Optional.of(ada)).contains(own));
  }

  @Test
  void aTitleIsFoundAsItIsNowAndNotAfterItsConversationIsErased() {
    ParticipantId ada = new ParticipantId(Ids.next());
    ConversationId own = entitled(ada, "Marmalade");
    rename(own, "Quince jelly");
    assertEquals(List.of(), titles("marmalade", Optional.of(ada)));
    assertEquals(List.of(own), titles("quince", Optional.of(ada)));
    rename(own, "QUINCE jelly");
    assertEquals(List.of(own), titles("quince", Optional.of(ada)));
    database.conversations(store -> store.eraseSome(own, Conversation.Kind.PRIVATE));
    assertEquals(List.of(), titles("quince", Optional.of(ada)));
  }

  @Test
  void aRoomIsFoundByItsNameByEverybody() {
    String name = "sq-" + Ids.next().toString().substring(24) + "-observatory";
    ConversationId opened = database.openRoom(name);
    for (String query : List.of(name, "#" + name, name.substring(3, 10), name.substring(0, 9))) {
      assertEquals(List.of(opened), titles(query, Optional.empty()), query);
      assertEquals(List.of(opened), titles(query, Optional.of(new ParticipantId(Ids.next()))));
    }
  }

  @Test
  void theTitlesThatSomethingHappenedInLastAreFoundFirstAndNoMoreThanWanted() {
    ParticipantId ada = new ParticipantId(Ids.next());
    List<ConversationId> own =
        IntStream.range(0, 5).mapToObj(i -> entitled(ada, "Rhubarb " + i)).toList();
    assertEquals(
        List.of(own.get(4), own.get(3), own.get(2)),
        SearchDatabase.search(
            database, store -> store.titles(SearchQuery.parse("rhubarb"), Optional.of(ada), 3)));
  }

  private static ConversationId entitled(ParticipantId owner, String title) {
    ConversationId id = database.openPrivate(owner);
    rename(id, title);
    return id;
  }

  private static void rename(ConversationId id, String title) {
    database.conversations(store ->
        store.change(id, Conversation.Kind.PRIVATE, found -> found.entitled(title, Instant.now())));
  }

  private static List<ConversationId> titles(String query, Optional<ParticipantId> reader) {
    return SearchDatabase.search(
        database, store -> store.titles(SearchQuery.parse(query), reader, 20));
  }

  @Test
  void hostileTextIsArchivedAllTheSame() {
    String[] texts = {
      "\uFDFA".repeat(16_384),
      "a".repeat(16_384),
      "a\u0301".repeat(8_000),
      "字".repeat(16_384),
      "'\\ :* & | ! <-> ~a0 '' \\' %s :rows ?".repeat(300),
      IntStream.range(0, 400_000)
          .mapToObj(Integer::toString)
          .reduce(new StringBuilder(), (all, n) -> all.append(n).append(' '), StringBuilder::append)
          .substring(0, 900_000)
    };
    for (String text : texts) {
      say(text);
    }
    UUID last = say("after all that, a persimmon");
    assertEquals(List.of(last), find("persimmon"));
  }

  @Test
  void allHitsOfACommonWordComeBlockByBlockNewestFirst() {
    List<LogEntry<? extends Event.Durable>> posts = new ArrayList<>();
    IntStream.range(0, 3_000).forEach(i -> posts.add(log.posted("mandarin " + i)));
    archive(posts);
    for (String query : List.of("mandarin ", "mandar")) {
      List<Long> numbers = new ArrayList<>();
      SearchStore.Range range = SearchStore.Range.ALL;
      SearchStore.Block block;
      do {
        SearchStore.Range next = range;
        block =
            SearchDatabase.search(
                database, store -> store.find(SearchQuery.parse(query), Optional.empty(), next));
        assertTrue(block.hits().size() <= SearchStore.BLOCK);
        block.hits().forEach(hit -> numbers.add(hit.no()));
        range = new SearchStore.Range(Optional.of(block.until()), Optional.empty());
      } while (!block.isLast());
      assertEquals(3_000, numbers.size(), query);
      assertEquals(
          numbers.stream().distinct().sorted((a, b) -> Long.compare(b, a)).toList(), numbers);
    }
  }

  private UUID say(String text) {
    LogEntry<Event.MessagePosted> posted = log.posted(text);
    archive(List.of(posted));
    return posted.event().messageId().value();
  }

  private static List<UUID> find(String query) {
    return find(query, Optional.empty());
  }

  private static List<UUID> find(String query, Optional<ParticipantId> reader) {
    return SearchDatabase.search(
            database, store -> store.find(SearchQuery.parse(query), reader, SearchStore.Range.ALL))
        .hits()
        .stream()
        .map(hit -> hit.place().id().value())
        .toList();
  }

  private static void archive(List<? extends LogEntry<? extends Event.Durable>> events) {
    database.archive(store -> {
      store.archive(events);
      return events;
    });
  }
}

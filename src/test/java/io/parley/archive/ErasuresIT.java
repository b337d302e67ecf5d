package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationStore;
import io.parley.conversation.ConversationStores;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Origin;
import io.parley.live.LogOf;
import io.parley.postgres.Database;
import io.parley.testing.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large conversations are erased in parts, over a real PostgreSQL.
class ErasuresIT {
  private static final int MESSAGES = 2 * ConversationStore.ERASED_AT_ONCE + 1_000;

  private static ArchiveDatabase database;

  @BeforeAll
  static void start(@TempDir Path directory) throws SQLException {
    database = ArchiveDatabase.start(directory);
    run(
        """
        create table deletion (rows bigint);
        create function count_deleted() returns trigger language plpgsql as $$
        begin
          insert into deletion select count(*) from gone;
          return null;
        end $$;
        create trigger messages after delete on message referencing old table as gone
          for each statement execute function count_deleted();
        create trigger entries after delete on search_entry referencing old table as gone
          for each statement execute function count_deleted();
        create trigger asked after delete on asked_reply referencing old table as gone
          for each statement execute function count_deleted();
        create trigger removed after delete on removed_message referencing old table as gone
          for each statement execute function count_deleted()\
        """);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void nothingDeletedYet() throws SQLException {
    run("truncate deletion");
  }

  @Test
  void noStatementDeletesMoreThanSomeThousandRows() throws SQLException {
    ConversationId large = large(database.openPrivate());
    ConversationId other = database.openPrivate();
    run(message(other, 1));
    archive().write(List.of(durable(new LogOf(large, "e9", 1).erased())));
    assertEquals(0, rowsOf(large));
    assertEquals(1, number("select count(*) from message where conversation_id = '" + other + "'"));
    // of the messages; their entries for the search go one by one
    assertEquals(ConversationStore.ERASED_AT_ONCE, number("select max(rows) from deletion"));
    assertFalse(database.conversations(store -> store.find(large)).isPresent());
    assertTrue(database.conversations(store -> store.find(other)).isPresent());
  }

  @Test
  void aRoomIsNotErasedAsAPrivateConversation() throws SQLException {
    ConversationId room = database.openRoom("not-private");
    run(message(room, 1));
    archive().write(List.of(durable(new LogOf(room, "e9", 1).erased())));
    assertEquals(1, rowsOf(room));
    assertTrue(database.conversations(store -> store.find(room)).isPresent());
  }

  @Test
  void aRenamingAndTheArchiveDoNotWaitForEachOther() throws Exception {
    ConversationId room = database.openRoom("before");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection archive = database.connect();
        Statement archiving = archive.createStatement()) {
      archive.setAutoCommit(false);
      archiving.execute("select 1 from conversation where id = '" + room + "' for key share");
      var renamed =
          threads.submit(() ->
              database.conversations(store ->
                  store.change(
                      room,
                      Conversation.Kind.ROOM,
                      found ->
                          found.room(
                              "after",
                              "A topic",
                              found.defaultModel(),
                              found.answers(),
                              found.updatedAt()))));
      Await.until(
          "the renaming waits",
          () ->
              number(
                      """
                      select count(*) from pg_stat_activity
                      where datname = current_database() and wait_event_type = 'Lock'\
                      """)
                  == 1);
      archiving.execute(
          "update conversation set last_message_at = now() where id = '" + room + "'");
      archive.commit();
      assertEquals("after", renamed.get().orElseThrow().name().orElseThrow());
    }
  }

  @SuppressWarnings("UnnecessaryAssignment") // a container would set them
  private static Archive archive() {
    Archive archive = new Archive();
    archive.database =
        new Database() {
          @Override
          public boolean isAvailable() {
            return true;
          }
        };
    archive.store =
        new ArchiveStore() {
          @Override
          public Set<Origin.Source> archive(
              List<? extends LogEntry<? extends Event.Durable>> some) {
            return database.archive(store -> store.archive(some));
          }
        };
    archive.erasures =
        ConversationStores.erasures(
            (id, kind) -> database.conversations(store -> store.eraseSome(id, kind)));
    return archive;
  }

  private static LogEntry<Event.Durable> durable(LogEntry<Event.ConversationDeleted> entry) {
    return new LogEntry<>(
        entry.conversation(), entry.event(), entry.partition(), entry.position(), entry.at());
  }

  /// As many messages, asked replies and removed messages.
  private static ConversationId large(ConversationId id) throws SQLException {
    run(message(id, MESSAGES));
    run(
        """
        insert into search_entry (no, message_id, conversation_id, said_at, words)
        select nextval('search_entry_no'), m.id, m.conversation_id, m.created_at, ''
        from message m where conversation_id = '%1$s';
        insert into asked_reply (id, conversation_id, message_id)
        select gen_random_uuid(), '%1$s', id from message where conversation_id = '%1$s';
        insert into removed_message (id, conversation_id, removed_at)
        select gen_random_uuid(), '%1$s', now() from message where conversation_id = '%1$s'\
        """
            .formatted(id));
    return id;
  }

  private static String message(ConversationId id, int count) {
    return """
    insert into log_epoch (epoch) values ('e0') on conflict do nothing;
    insert into message (id, conversation_id, role, author_id, author_name, content, status,
      epoch_no, log_offset, attempt, created_at)
    select gen_random_uuid(), '%s', 'user', 'ada', 'ada', 'Hello', 'posted', e.no, i, 0, now()
    from log_epoch e, generate_series(1, %d) i where e.epoch = 'e0'\
    """
        .formatted(id, count);
  }

  private static long rowsOf(ConversationId id) throws SQLException {
    return number(
        """
        select (select count(*) from message where conversation_id = '%1$s')
          + (select count(*) from search_entry where conversation_id = '%1$s')
          + (select count(*) from asked_reply where conversation_id = '%1$s')
          + (select count(*) from removed_message where conversation_id = '%1$s')\
        """
            .formatted(id));
  }

  private static long number(String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void run(String commands) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(commands);
    }
  }
}

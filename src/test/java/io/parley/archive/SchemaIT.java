package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationStores;
import io.parley.platform.Ids;
import io.parley.postgres.Schema;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.Await;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/// An archive of an older version is brought up to date.
class SchemaIT {
  /// The last version whose keys were ids alone.
  private static final String OLDER = "11";

  private static final UUID LOBBY = Conversation.LOBBY.value();

  private static Services services;

  private PGSimpleDataSource archive;

  @BeforeAll
  static void start(@TempDir Path directory) {
    services =
        Services.start(
            ServicePorts.free(),
            DataDirectory.claim(directory),
            Set.of(Part.POSTGRESQL),
            part -> {});
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @BeforeEach
  void anArchiveOfAnOlderVersion() throws SQLException {
    String name = "older_" + Ids.next().toString().replace("-", "");
    run(connected(services.databaseUrl()), "create database " + name);
    archive = connected(services.databaseUrl().replaceFirst("/[a-z]+$", "/" + name));
    Flyway.configure().dataSource(archive).target(OLDER).load().migrate();
    run(archive, "insert into log_epoch (epoch) values ('e1')");
  }

  @Test
  void aMigrationMayBeSilentForLongerThanTheSocketTimeout() throws Exception {
    archive.setSocketTimeout(1);
    assertEquals(1, archive.getSocketTimeout());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection reader = archive.getConnection();
        Statement reading = reader.createStatement()) {
      reader.setAutoCommit(false);
      reading.execute("lock table search_entry in access share mode");
      CompletableFuture<Integer> migrated =
          CompletableFuture.supplyAsync(() -> Schema.migrate(archive), threads);
      Await.until(
          "a migration is silent for 1.5 s",
          () -> {
            assertTrue(!migrated.isDone(), () -> "ended: " + migrated.exceptionNow());
            return number(
                    """
                    select count(*) from pg_stat_activity where datname = current_database()
                      and wait_event_type = 'Lock' and now() - query_start > interval '1500 ms'\
                    """)
                > 0;
          });
      reader.commit();
      assertTrue(migrated.join() > 0);
    }
    assertEquals(0, Schema.migrate(archive));
  }

  @Test
  void aMigrationThatFailsLeavesTheSchemaAsItWas() throws SQLException {
    // one of the last pending ones would create it
    run(archive, "create table guest_epoch (id uuid)");
    assertThrows(FlywayException.class, () -> Schema.migrate(archive));
    assertEquals(
        0,
        number(
            """
            select count(*) from information_schema.columns
            where table_name = 'search_entry' and column_name = 'conversation_id'\
            """));
    run(archive, "drop table guest_epoch");
    assertTrue(Schema.migrate(archive) > 0);
  }

  @Test
  void aSchemaWithAllMigrationsIsKnownByItsFingerprint() {
    assertNotEquals(Schema.CURRENT, Schema.fingerprint(archive));
    assertTrue(Schema.migrate(archive) > 0);
    assertEquals(Schema.CURRENT, Schema.fingerprint(archive), "what Schema.CURRENT must be");
  }

  @Test
  void aMigrationThatWasChangedAfterItsExecutionIsStillRefused() throws SQLException {
    assertTrue(Schema.migrate(archive) > 0);
    run(archive, "update flyway_schema_history set checksum = checksum + 1 where version = '12'");
    assertThrows(FlywayException.class, () -> Schema.migrate(archive));
  }

  @Test
  void aSchemaThatNothingWasExecutedInHasNoFingerprint() throws SQLException {
    run(archive, "drop table flyway_schema_history");
    assertEquals("", Schema.fingerprint(archive));
  }

  @Test
  void whatANodeOfTheOlderVersionArchivesDuringAnUpgradeIsKept() throws SQLException {
    say(UUID.randomUUID(), 1);
    assertTrue(Schema.migrate(archive) > 0);
    say(UUID.randomUUID(), 2);
    assertEquals(
        2, number("select count(*) from search_entry where conversation_id = '" + LOBBY + "'"));
  }

  @Test
  void aMigrationAndAnOlderNodesArchiveDoNotWaitForEachOther() throws Exception {
    UUID id = UUID.randomUUID();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection older = archive.getConnection();
        Statement writing = older.createStatement()) {
      older.setAutoCommit(false);
      writing.execute(message(id, 1));
      CompletableFuture<Integer> migrated =
          CompletableFuture.supplyAsync(() -> Schema.migrate(archive), threads);
      Await.until(
          "the migration waits for the archive",
          () -> {
            assertTrue(!migrated.isDone(), () -> "ended: " + migrated.exceptionNow());
            return number(
                    """
                    select count(*) from pg_stat_activity where datname = current_database()
                      and wait_event_type = 'Lock'\
                    """)
                > 0;
          });
      writing.execute(entry(id));
      older.commit();
      assertTrue(migrated.join() > 0);
    }
    assertEquals(
        1, number("select count(*) from search_entry where conversation_id = '" + LOBBY + "'"));
  }

  @Test
  void whatAnOlderVersionHasFoldedIsFoldedAgain() throws SQLException {
    run(
        archive,
        """
        insert into conversation (id, kind, title, owner, created_at, updated_at)
        values ('%1$s', 'private', 'Łódź', '%1$s', now(), now())\
        """
            .formatted(UUID.randomUUID()));
    for (int i = 1; i <= 250; i++) {
      say(UUID.randomUUID(), i, i % 5 == 0 ? "Straße " + i : "street " + i);
    }
    assertTrue(Schema.migrate(archive) > 0);
    assertEquals(0, found("strasse"));
    foldAgain();
    assertEquals(50, found("strasse"));
    assertEquals(200, found("street"));
    assertEquals(
        1,
        number(
            "select count(*) from conversation_title where words @@ to_tsquery('simple', 'lodz')"));

    say(UUID.randomUUID(), 251, "Straße, said during the upgrade");
    run(archive, "update conversation set title = 'Kraków' where title = 'Łódź'");
    assertEquals(50, found("strasse"));
    foldAgain();
    assertEquals(51, found("strasse & '~'"));
    assertEquals(
        1,
        number(
            "select count(*) from conversation_title where words @@ to_tsquery('simple', 'krakow')"));
  }

  @Test
  void entriesAreFoldedAgainWhileOthersAreBeingDeleted() throws SQLException {
    UUID kept = UUID.randomUUID();
    UUID gone = UUID.randomUUID();
    say(kept, 1, "Straße");
    say(gone, 2, "Straße");
    assertTrue(Schema.migrate(archive) > 0);
    try (Connection other = archive.getConnection();
        Statement deleting = other.createStatement()) {
      other.setAutoCommit(false);
      deleting.execute("delete from message where id = '" + gone + "'");
      foldAgain();
      assertEquals(1, found("strasse"));
      other.rollback();
    }
    foldAgain();
    assertEquals(2, found("strasse"));
  }

  private long found(String query) throws SQLException {
    return number(
        "select count(*) from search_entry where words @@ cast($$" + query + "$$ as tsquery)");
  }

  /// As [SearchFolding] does it.
  private void foldAgain() {
    try (EntityManagerFactory factory = ArchiveDatabase.factory(archive.getUrl(), services)) {
      while (ArchiveDatabase.transaction(
          factory, entities -> ConversationStores.titlesWithin(entities).foldSome())) {}
      long from = -1;
      long next = 0;
      while (next != from) {
        long begin = next;
        from = begin;
        next =
            ArchiveDatabase.transaction(
                factory, entities -> SearchTextStore.within(entities).foldAgain(begin));
      }
    }
  }

  /// As the older version's archive wrote it.
  private void say(UUID id, int offset) throws SQLException {
    say(id, offset, "Hello");
  }

  private void say(UUID id, int offset, String text) throws SQLException {
    run(archive, message(id, offset, text));
    run(archive, entry(id));
  }

  private static String message(UUID id, int offset) {
    return message(id, offset, "Hello");
  }

  private static String message(UUID id, int offset, String text) {
    return """
    insert into message (id, conversation_id, role, author_id, author_name, content, status,
      epoch_no, log_offset, attempt, created_at)
    values ('%s', '%s', 'user', 'ada', 'ada', '%s', 'posted', 1, %d, 0, now())
    on conflict do nothing\
    """
        .formatted(id, LOBBY, text, offset);
  }

  private static String entry(UUID id) {
    return """
    insert into search_entry (no, message_id, said_at, words)
    select nextval('search_entry_no'), id, created_at, search_words(content, null, 1)
    from message where id = '%s' on conflict do nothing\
    """
        .formatted(id);
  }

  private long number(String query) throws SQLException {
    try (Connection connection = archive.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void run(PGSimpleDataSource database, String command) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static PGSimpleDataSource connected(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url);
    source.setUser(services.databaseUser());
    source.setPassword(services.databasePassword());
    return source;
  }
}

package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.conversation.Conversations;
import io.parley.conversation.Transcript;
import io.parley.event.ConversationId;
import io.parley.live.LogOf;
import io.parley.platform.Ids;
import io.parley.postgres.Database;
import io.parley.testing.Application;
import io.parley.testing.Await;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The archive inside Liberty: its beans, transactions and data source, over a real PostgreSQL.
@ArquillianTest
class ArchiveContainerIT {
  @Inject Database database;
  @Inject Conversations conversations;
  @Inject ArchiveStore archive;
  @Inject MessageStore messages;

  private ConversationId lobby;
  private LogOf log;

  @Deployment
  static WebArchive application() {
    return Application.with(ArchiveContainerIT.class, LogOf.class, Await.class);
  }

  @BeforeEach
  void waitForTheDatabase() {
    Await.until("PostgreSQL is there, with its schema", () -> database.isAvailable());
    lobby = conversations.findRoom("lobby").orElseThrow().id();
    log = new LogOf(lobby, "epoch-" + Ids.next().toString().substring(24), 0);
  }

  @Test
  void whatOneTransactionArchivesAnotherReads() {
    var posted = log.posted("Hello from inside");

    archive.archive(List.of(posted));

    assertEquals(
        List.of(Transcript.posted(posted, posted.event())),
        messages.find(lobby, List.of(posted.event().messageId())));
  }

  @Test
  void aBatchIsArchivedWholeOrNotAtAll() {
    var good = log.posted("good");
    var impossible = log.posted("PostgreSQL has no text with \0 in it");

    assertThrows(RuntimeException.class, () -> archive.archive(List.of(good, impossible)));

    assertEquals(List.of(), messages.find(lobby, List.of(good.event().messageId())));
  }
}

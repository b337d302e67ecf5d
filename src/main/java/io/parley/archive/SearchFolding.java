package io.parley.archive;

import io.parley.conversation.Conversations;
import io.parley.platform.ProblemException;
import io.parley.postgres.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Brings what an older version has written into the search index up to date: after a migration all
/// of it, during an upgrade what nodes of the older version still write. Small transactions, each
/// of which locks nothing that anybody else waits for; what is not done yet can be found by the
/// spelling in which it was written.
@ApplicationScoped
class SearchFolding {
  private static final Logger LOG = System.getLogger(SearchFolding.class.getName());

  /// Between two looks for what older nodes have written.
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  @Inject Database database;
  @Inject SearchTextStore texts;
  @Inject Conversations conversations;

  private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

  void start(@Observes Startup startup) {
    thread = Thread.ofVirtual().name("parley-search-folding").start(this::run);
  }

  @PreDestroy
  void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        round();
        Thread.sleep(database.isAvailable() ? INTERVAL : Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the server is stopping", e);
    }
  }

  /// Throws nothing: that would end all rounds.
  private void round() throws InterruptedException {
    if (!database.isAvailable()) {
      return;
    }
    try {
      while (conversations.foldTitles()) {
        requireGoingOn();
      }
      long from = 0;
      long next = database.ask(() -> texts.foldAgain(0));
      while (next != from) {
        requireGoingOn();
        from = next;
        long begin = from;
        next = database.ask(() -> texts.foldAgain(begin));
      }
    } catch (ProblemException away) {
      LOG.log(Level.DEBUG, "the search index is brought up to date later", away);
    } catch (RuntimeException unexpected) {
      LOG.log(Level.ERROR, "The search index could not be brought up to date", unexpected);
    }
  }

  private static void requireGoingOn() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}

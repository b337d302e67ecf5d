package io.parley.chat;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationCursor;
import io.parley.conversation.Conversations;
import io.parley.conversation.MessagePlace;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.Position;
import io.parley.log.EventLog;
import io.parley.log.Layout;
import io.parley.log.ReadProgress;
import io.parley.log.Topics;
import io.parley.participant.ParticipantId;
import io.parley.platform.ProblemException;
import io.parley.postgres.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Deletes everything of guests who asked for it: their conversations, their messages in rooms and
/// the copies of those, their links and ratings. Everything goes through the log, as if each thing
/// had been deleted alone, so that it also disappears from every node.
///
/// The wish is a row in PostgreSQL. It outlives a node that stops in the middle, and is looked at
/// again until the archive has all that the guest had written by then and nothing of it is left.
@ApplicationScoped
public class GuestErasures {
  private static final System.Logger LOG = System.getLogger(GuestErasures.class.getName());
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

  /// Until every node refuses the guest's tokens, and what was in progress is on the log.
  private static final Duration SETTLED = Duration.ofSeconds(30);

  private static final int CONVERSATIONS = 50;
  private static final int MESSAGES = 200;

  @Inject BelongingsStore store;
  @Inject Conversations conversations;
  @Inject PrivateConversations owned;
  @Inject Database database;
  @Inject EventLog log;
  @Inject ReadProgress readProgress;
  @Inject Topics topics;
  @Inject Clock clock;

  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("parley-erasures").factory());

  void start(@Observes Startup startup) {
    long interval = LOOK_INTERVAL.toMillis();
    var _ = rounds.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    rounds.shutdownNow();
  }

  /// From now on everything of the guest is deleted, on whichever node. The guest's tokens are the
  /// caller's to revoke.
  ///
  /// @throws ProblemException `unavailable` if PostgreSQL is
  public void ask(ParticipantId guest) {
    database.ask(() -> {
      store.ask(guest);
      return guest;
    });
    LOG.log(System.Logger.Level.INFO, "everything of guest {0} is to be deleted", guest);
  }

  /// The guest keeps what is left of it: their tokens could not be revoked.
  ///
  /// @throws ProblemException `unavailable` if PostgreSQL is
  public void takeBack(ParticipantId guest) {
    database.ask(() -> {
      store.done(guest);
      return guest;
    });
  }

  /// Throws nothing: that would end all rounds.
  private void look() {
    try {
      if (database.isAvailable() && readProgress.caughtUp()) {
        database.ask(store::claim).ifPresent(this::work);
      }
    } catch (ProblemException away) {
      LOG.log(System.Logger.Level.DEBUG, "erasures wait", away);
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, "an erasure failed and is tried again", unexpected);
    }
  }

  private void work(BelongingsStore.Erasure erasure) {
    ParticipantId guest = erasure.guest();
    try {
      boolean complete = isComplete(erasure.askedAt());
      boolean conversationsFound = eraseConversations(guest);
      boolean messagesFound = removeMessages(guest);
      boolean othersFound = database.ask(() -> store.forget(guest)) > 0;
      if (complete && !conversationsFound && !messagesFound && !othersFound) {
        takeBack(guest);
        LOG.log(System.Logger.Level.INFO, "everything of guest {0} is deleted", guest);
        return;
      }
    } catch (CompletionException | ProblemException away) {
      LOG.log(System.Logger.Level.WARNING, "erasure of guest {0} is interrupted", guest);
      LOG.log(System.Logger.Level.DEBUG, "erasure interrupted", away);
    }
    database.ask(() -> {
      store.release(guest);
      return guest;
    });
  }

  /// Whether the archive has all that the guest can have written.
  private boolean isComplete(Instant askedAt) {
    Optional<Layout> layout = topics.layout();
    if (layout.isEmpty() || clock.instant().isBefore(askedAt.plus(SETTLED))) {
      return false;
    }
    Map<Integer, Long> progress = database.ask(() -> store.progress(layout.get().epoch()));
    return IntStream.range(0, layout.get().partitions())
        .allMatch(partition ->
            progress.getOrDefault(partition, -1L) + 1 >= readProgress.next(partition).orElse(0));
  }

  private boolean eraseConversations(ParticipantId guest) {
    Set<ConversationId> met = new HashSet<>();
    Optional<ConversationCursor> after = Optional.empty();
    while (true) {
      Optional<ConversationCursor> before = after;
      List<Conversation> page = conversations.ownedBy(guest, before, CONVERSATIONS);
      if (page.isEmpty()) {
        return !met.isEmpty();
      }
      for (Conversation conversation : page) {
        met.add(conversation.id());
        owned.erase(conversation.id(), guest).toCompletableFuture().join();
      }
      after = Optional.of(ConversationCursor.of(page.getLast()));
      keep(guest);
    }
  }

  private boolean removeMessages(ParticipantId guest) {
    boolean any = false;
    Optional<MessagePlace> after = Optional.empty();
    while (true) {
      Optional<MessagePlace> last = after;
      List<BelongingsStore.Said> part = database.ask(() -> store.said(guest, last, MESSAGES));
      if (part.isEmpty()) {
        return any;
      }
      any = true;
      Instant now = clock.instant();
      List<CompletableFuture<Position>> removed =
          part.stream().map(BelongingsStore.Said::place).map(place -> remove(place, now)).toList();
      removed.forEach(CompletableFuture::join);
      after = Optional.of(part.getLast().place());
      keep(guest);
    }
  }

  private CompletableFuture<Position> remove(MessagePlace place, Instant now) {
    return log.append(place.conversationId(), new Event.MessageRemoved(place.id(), now))
        .toCompletableFuture();
  }

  private void keep(ParticipantId guest) {
    database.ask(() -> {
      store.keep(guest);
      return guest;
    });
  }
}

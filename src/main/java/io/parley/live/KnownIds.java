package io.parley.live;

import io.parley.archive.ArchivedMessages;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.IdUse;
import io.parley.event.ConversationId;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What ids stand for, in all conversations: what the log has said in the last minutes, and what is
/// archived. Calls may block.
@ApplicationScoped
public class KnownIds {
  private static final Executor ASKING = Executors.newVirtualThreadPerTaskExecutor();

  /// How far a client's clock may be off before its new ids are taken for old ones.
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /// How long chat waits for the archive to say that it does not know an id that has just been
  /// made.
  private static final Duration GLANCE = Duration.ofMillis(250);

  @Inject LiveConversations live;
  @Inject ArchivedMessages archive;
  @Inject Conversations conversations;
  @Inject Clock clock;

  /// What an id stands for.
  ///
  /// @throws ProblemException `unavailable` if only the archive could know it, and PostgreSQL is
  ///   away
  public List<IdUse> usesOf(UUID id) {
    List<IdUse> recent = live.usesOf(id);
    try {
      return together(recent, archive.usesOf(id));
    } catch (ProblemException away) {
      if (recent.isEmpty()) {
        throw away;
      }
      return recent;
    }
  }

  /// The same for who is about to use it. While the archive cannot be asked, what this node
  /// remembers must do, because chat does not wait for it.
  public List<IdUse> usesBefore(UUID id) {
    return together(live.usesOf(id), isNew(id) ? glanced(id) : archived(id));
  }

  /// The conversations that the caller may see and in which an id stands for such a thing; their
  /// own before the rooms, where anybody may say anything.
  ///
  /// @throws ProblemException as [#usesOf]
  public List<ConversationId> visible(UUID id, ParticipantId caller, Predicate<IdUse> which) {
    return usesOf(id).stream()
        .filter(which)
        .flatMap(use -> conversations.visibleTo(Optional.of(caller), use.conversation()).stream())
        .sorted(Comparator.comparing(conversation -> conversation.kind() == Conversation.Kind.ROOM))
        .map(Conversation::id)
        .toList();
  }

  private List<IdUse> glanced(UUID id) {
    return CompletableFuture.supplyAsync(() -> archived(id), ASKING)
        .completeOnTimeout(List.of(), GLANCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private List<IdUse> archived(UUID id) {
    try {
      return archive.usesOf(id);
    } catch (ProblemException away) {
      return List.of();
    }
  }

  /// Made by its client so recently that, had it been used, this node would remember.
  private boolean isNew(UUID id) {
    Instant since = live.recentSince().plus(CLOCK_SKEW);
    Instant until = clock.instant().plus(CLOCK_SKEW);
    return Ids.madeAt(id).map(made -> made.isAfter(since) && made.isBefore(until)).orElse(false);
  }

  /// One use for each conversation. The archive knows what came first; of what has been removed
  /// this node may know more.
  static List<IdUse> together(List<IdUse> recent, List<IdUse> archived) {
    Map<ConversationId, IdUse> uses = new LinkedHashMap<>();
    Stream.of(
            archived.stream().filter(use -> !(use instanceof IdUse.OfRemoved)),
            recent.stream(),
            archived.stream())
        .flatMap(some -> some)
        .forEach(use -> uses.putIfAbsent(use.conversation(), use));
    return List.copyOf(uses.values());
  }
}

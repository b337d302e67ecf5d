package io.parley.history;

import io.parley.archive.ArchivedMessages;
import io.parley.conversation.Message;
import io.parley.conversation.OpaqueCursor;
import io.parley.conversation.Transcript;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.live.LiveSnapshot;
import io.parley.log.Topics;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What was said in a conversation: the archive, and over it what this node has read from the log
/// since, so that everything that was acknowledged is there.
///
/// Where the archive has not come as far as this node's memory reaches back, there would be a hole
/// between the two: then a reader waits for a moment, and is refused rather than told half.
@ApplicationScoped
public class History {
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

  /// When it is worth asking again for what is a little behind.
  private static final Duration SOON = Duration.ofSeconds(1);

  @Inject LiveConversations live;
  @Inject Topics topics;
  @Inject ArchivedMessages archive;

  /// How long a reader waits for the archive, and for this node to read what has been written.
  Duration patience = Duration.ofSeconds(2);

  /// The last `limit` messages, or those before another page.
  ///
  /// @param before the other page's `next`
  /// @throws io.parley.platform.ProblemException `invalid_request` if `before` is not one,
  ///   `unavailable` if there is a hole, or PostgreSQL is unavailable
  public HistoryPage page(ConversationId id, Optional<String> before, int limit) {
    return read(id, before.map(HistoryCursor::read), limit);
  }

  /// The last `limit` messages before a position, or fewer where their text is long.
  ///
  /// @throws io.parley.platform.ProblemException as [#page]
  public HistoryPage before(ConversationId id, Position position, int limit) {
    return read(id, Optional.of(position), limit);
  }

  /// A message or a reply of this conversation as it stands now.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` if only the archive could know it,
  ///   and PostgreSQL is unavailable
  public Optional<Message> find(ConversationId conversation, MessageId id) {
    settle(conversation);
    List<LogEntry<? extends Event.Durable>> since = seen(conversation).tail().events();
    if (since.stream().anyMatch(entry -> removes(entry, id))) {
      return Optional.empty();
    }
    Transcript transcript = new Transcript(List.of());
    since.forEach(transcript::apply);
    return transcript.messages().stream()
        .filter(message -> message.id().equals(id))
        .findFirst()
        .or(() -> archived(conversation, id));
  }

  private static boolean removes(LogEntry<? extends Event.Durable> entry, MessageId id) {
    return entry.event() instanceof Event.MessageRemoved(MessageId removed, _)
        && removed.equals(id);
  }

  /// A message or reply of this conversation as it is archived.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` if PostgreSQL is unavailable
  public Optional<Message> archived(ConversationId conversation, MessageId id) {
    return archive.find(conversation, List.of(id)).stream().findFirst();
  }

  /// The last messages as far as this node has read them itself, for when PostgreSQL is
  /// unavailable. There may be older ones.
  public HistoryPage recent(ConversationId id, int limit) {
    Seen seen = seen(id);
    return HistoryPage.of(
        new ArchivedMessages.Stretch(List.of(), true, -1),
        seen.tail(),
        seen.replies(),
        Optional.empty(),
        limit);
  }

  private record Seen(LiveConversation.TailView tail, List<LiveSnapshot.Reply> replies) {}

  private HistoryPage read(ConversationId id, Optional<Position> before, int limit) {
    settle(id);
    Seen seen = seen(id);
    Position end = HistoryPage.end(seen.tail(), before);
    ArchivedMessages.Stretch archived = archived(id, end, seen.tail(), limit);
    return HistoryPage.of(archived, seen.tail(), seen.replies(), before, limit);
  }

  /// Where this node has missed something, only what came after that counts.
  private Seen seen(ConversationId id) {
    LiveConversation conversation = live.of(id);
    LiveConversation.TailView tail = conversation.tail();
    long from = Math.max(tail.from(), live.readFrom(id));
    return new Seen(
        new LiveConversation.TailView(
            tail.epoch(),
            from,
            tail.events().stream().filter(event -> event.position().offset() >= from).toList()),
        conversation.now().replies());
  }

  /// The tail was looked at before, so whatever the archive has by now reaches up to it or past it.
  private ArchivedMessages.Stretch archived(
      ConversationId id, Position end, LiveConversation.TailView tail, int limit) {
    if (!end.epoch().equals(tail.epoch()) && !archive.knows(end.epoch())) {
      throw OpaqueCursor.unknown();
    }
    int partition = topics.layout().orElseThrow(History::notThereYet).partitionOf(id);
    long needed = end.epoch().equals(tail.epoch()) ? Math.min(tail.from(), end.offset()) - 1 : -1;
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      ArchivedMessages.Stretch stretch = archive.before(id, partition, end, limit);
      if (stretch.progress() >= needed) {
        return stretch;
      }
      if (System.nanoTime() > deadline) {
        throw Problem.UNAVAILABLE.because(
            "The archive has not caught up with the event log yet.", SOON);
      }
      pause();
    }
  }

  /// Waits until this node has read what any node had written by now, so that who posts and then
  /// reads, wherever, finds what they posted. While Kafka does not say what that is, it is what
  /// this node has itself written.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` if that takes too long
  public void settle(ConversationId id) {
    try {
      live.upToDate(id)
          .exceptionallyCompose(_ -> live.settled(id))
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (TimeoutException | ExecutionException e) {
      throw Problem.UNAVAILABLE.because("This server has not caught up with the event log.", SOON);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_INTERVAL);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static ProblemException interrupted() {
    Thread.currentThread().interrupt();
    return Problem.UNAVAILABLE.because("The server is stopping.");
  }

  private static ProblemException notThereYet() {
    return Problem.UNAVAILABLE.because("This server has not read the event log yet.");
  }
}

package io.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.archive.ArchivedMessages;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.live.LogOf;
import io.parley.live.TailMemory;
import io.parley.log.Layout;
import io.parley.log.Topics;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.realtime.Hubs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Between what is archived and what a node remembers there is never a hole.
class HistoryTest {
  private static final String EPOCH = "e";
  private static final long REMEMBERED_FROM = 100;

  private final ConversationId room = new ConversationId(Ids.next());
  private final LogOf log = new LogOf(room, EPOCH, REMEMBERED_FROM);
  private final LiveConversation conversation =
      new LiveConversation(
          room,
          EPOCH,
          REMEMBERED_FROM,
          new Reading(),
          Hubs.immediate(),
          (_, _, _) -> {},
          new TailMemory(1_000_000));
  private final Archived archived = new Archived();
  private final History history = new History();
  private CompletionStage<Void> settled = CompletableFuture.completedStage(null);
  private CompletionStage<Void> upToDate = CompletableFuture.completedStage(null);
  private long readFrom = REMEMBERED_FROM;

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    history.live = new Remembered();
    history.topics = new OnePartition();
    history.archive = archived;
    history.patience = Duration.ofSeconds(30);
  }

  @Test
  void aPageIsServedWhenTheArchiveReachesUpToWhatIsRemembered() {
    happens(log.posted("remembered"));
    archived.progress.add(REMEMBERED_FROM - 1);
    assertEquals(List.of("remembered"), contents(last()));
  }

  @Test
  void aReaderWaitsForTheArchiveToCatchUp() {
    happens(log.posted("remembered"));
    archived.progress.addAll(List.of(-1L, 50L, REMEMBERED_FROM - 1));
    assertEquals(List.of("remembered"), contents(last()));
    assertEquals(3, archived.asked);
  }

  @Test
  void aReaderIsRefusedRatherThanToldHalf() {
    history.patience = Duration.ZERO;
    happens(log.posted("remembered"));
    archived.progress.add(REMEMBERED_FROM - 2);
    assertEquals(Problem.UNAVAILABLE, refused(this::last));
  }

  @Test
  void anOlderPageNeedsNoMoreOfTheArchiveThanItself() {
    history.patience = Duration.ZERO;
    archived.progress.add(40L);
    Position before = new Position(EPOCH, 41);
    assertEquals(List.of(), history.page(room, Optional.of(HistoryCursor.of(before)), 10).items());
    assertEquals(before, archived.before);
    Position after = new Position(EPOCH, 42);
    assertEquals(
        Problem.UNAVAILABLE,
        refused(() -> history.page(room, Optional.of(HistoryCursor.of(after)), 10)));
  }

  @Test
  void whatANodeRememberedBeforeItMissedSomethingDoesNotCount() {
    history.patience = Duration.ZERO;
    happens(log.posted("before the gap"));
    happens(log.posted("after the gap"));
    readFrom = REMEMBERED_FROM + 1;
    archived.progress.add(REMEMBERED_FROM - 1);
    assertEquals(Problem.UNAVAILABLE, refused(this::last));
    archived.progress.set(0, REMEMBERED_FROM);
    assertEquals(List.of("after the gap"), contents(last()));
  }

  @Test
  void aNodeFirstReadsWhatAnyNodeHasWritten() {
    history.patience = Duration.ZERO;
    archived.progress.add(REMEMBERED_FROM);
    upToDate = new CompletableFuture<>();
    assertEquals(Problem.UNAVAILABLE, refused(this::last));
  }

  @Test
  void whileKafkaDoesNotSayWhatThatIsItIsWhatTheNodeHasWrittenItself() {
    history.patience = Duration.ZERO;
    archived.progress.add(REMEMBERED_FROM);
    upToDate = CompletableFuture.failedStage(Problem.UNAVAILABLE.because("Kafka is away."));
    happens(log.posted("own"));
    assertEquals(List.of("own"), contents(last()));

    settled = new CompletableFuture<>();
    assertEquals(Problem.UNAVAILABLE, refused(this::last));
  }

  @Test
  void aCursorOfALogThatNobodyKnowsIsRefused() {
    archived.progress.add(REMEMBERED_FROM);
    String cursor = HistoryCursor.of(new Position("elsewhere", 5));
    assertEquals(
        Problem.INVALID_REQUEST, refused(() -> history.page(room, Optional.of(cursor), 10)));
  }

  private HistoryPage last() {
    return history.page(room, Optional.empty(), 10);
  }

  private void happens(LogEntry<? extends Event.Durable> entry) {
    conversation.apply(entry, LogOf.START);
  }

  private static Problem refused(Supplier<?> question) {
    return assertThrows(ProblemException.class, question::get).problem();
  }

  private static List<String> contents(HistoryPage page) {
    return page.items().stream().map(Message::content).toList();
  }

  private static final class Reading implements LiveConversation.Reading {
    @Override
    public long start() {
      return 0;
    }

    @Override
    public long next() {
      return REMEMBERED_FROM;
    }
  }

  private final class Remembered extends LiveConversations {
    @Override
    public LiveConversation of(ConversationId id) {
      return conversation;
    }

    @Override
    public CompletionStage<Void> upToDate(ConversationId id) {
      return upToDate;
    }

    @Override
    public CompletionStage<Void> settled(ConversationId id) {
      return settled;
    }

    @Override
    public long readFrom(ConversationId id) {
      return readFrom;
    }
  }

  private static final class OnePartition extends Topics {
    @Override
    public Optional<Layout> layout() {
      return Optional.of(new Layout(EPOCH, 1));
    }
  }

  /// Holds no messages, and gets along by one step each time it is asked.
  private static final class Archived extends ArchivedMessages {
    final List<Long> progress = new ArrayList<>();
    int asked;
    Position before = Position.start(EPOCH);

    @Override
    public Stretch before(ConversationId id, int partition, Position end, int limit) {
      before = end;
      long now = progress.get(Math.min(asked, progress.size() - 1));
      asked++;
      return new Stretch(List.of(), false, now);
    }

    @Override
    public boolean knows(String epoch) {
      return false;
    }
  }
}

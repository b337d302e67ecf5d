package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.Position;
import io.parley.log.ReadProgress;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ResumptionTest {
  private static final ConversationId ROOM = new ConversationId(Ids.next());

  /// It holds nothing before its tenth event.
  private final LiveConversation conversation = LiveOf.from(ROOM, 10);

  private final Resumption resumption = new Resumption();
  private final List<Position> awaited = new ArrayList<>();
  private CompletionStage<Void> reached = new CompletableFuture<>();
  private CompletionStage<Void> live = CompletableFuture.completedStage(null);
  private int liveAsked;

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    resumption.live = new Held();
    resumption.readProgress = new LiveRead();
  }

  @Test
  void aPositionThatTheTailDoesNotCoverIsNotWaitedFor() {
    assertFalse(resumption.isPossible(ROOM, new Position("e", 3)));
    assertFalse(resumption.isPossible(ROOM, new Position("another", 20)));
    assertEquals(List.of(), awaited);
  }

  @Test
  void aReaderAheadOfThisNodeResumesOnlyIfTheNodeCatchesUp() {
    Position ahead = new Position("e", 20);
    reached = CompletableFuture.failedStage(Problem.UNAVAILABLE.because("Behind."));
    assertFalse(resumption.isPossible(ROOM, ahead));
    assertEquals(0, liveAsked);
    reached = CompletableFuture.completedStage(null);
    assertTrue(resumption.isPossible(ROOM, ahead));
    assertEquals(1, liveAsked);
    assertEquals(List.of(ahead, ahead), awaited);
  }

  @Test
  void aReaderResumesAlthoughKafkaDoesNotSayWhatIsLive() {
    reached = CompletableFuture.completedStage(null);
    live = CompletableFuture.failedStage(Problem.UNAVAILABLE.because("Behind."));
    assertTrue(resumption.isPossible(ROOM, new Position("e", 10)));
    assertEquals(1, liveAsked);
  }

  @Test
  void aNodeThatStopsWhileItCatchesUpKeepsTheInterruption() {
    Thread.currentThread().interrupt();
    boolean possible = resumption.isPossible(ROOM, new Position("e", 10));
    assertTrue(Thread.interrupted());
    assertFalse(possible);
  }

  private final class Held extends LiveConversations {
    @Override
    public LiveConversation of(ConversationId id) {
      return conversation;
    }

    @Override
    public CompletionStage<Void> reached(ConversationId id, Position position) {
      awaited.add(position);
      return reached;
    }
  }

  private final class LiveRead extends ReadProgress {
    @Override
    public CompletionStage<Void> liveUpToDate(ConversationId id) {
      liveAsked++;
      return live;
    }
  }
}

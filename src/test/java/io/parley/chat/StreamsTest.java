package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.archive.ArchiveDatabase;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.history.History;
import io.parley.history.HistoryPage;
import io.parley.identity.Caller;
import io.parley.identity.GuestDesk;
import io.parley.identity.TestValidity;
import io.parley.limits.TestSeats;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.live.LiveOf;
import io.parley.live.LogOf;
import io.parley.live.Resumption;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.realtime.Frame;
import io.parley.realtime.Hubs;
import io.parley.realtime.Subscriber;
import io.parley.realtime.TestExchange;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final Pattern EVENT = Pattern.compile("(?m)^event: (.*)$");

  private final Conversation room = ArchiveDatabase.room("streams");
  private final LogOf log = new LogOf(room.id(), "e", 0);
  private final LiveConversation conversation = LiveOf.having(room.id(), List.of());
  private final TestExchange client = new TestExchange();
  private final Streams streams = new Streams();
  private boolean held = true;
  private boolean erased;
  private boolean archiveAway;
  private boolean tokenHolds = true;
  private List<Message> archived = List.of();
  private int seatsGivenBack;
  private int left;

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    streams.connections = client.connections();
    streams.live = new Live();
    streams.resumption =
        new Resumption() {
          @Override
          public boolean isPossible(ConversationId id, Position after) {
            return held;
          }
        };
    streams.history = new Archived();
    streams.activities = new Activities();
    streams.activities.hub = Hubs.immediate();
    streams.conversations =
        new Conversations() {
          @Override
          public boolean isErased(ConversationId id) {
            return erased;
          }
        };
    streams.validity = TestValidity.of(() -> tokenHolds);
  }

  @Test
  void aNewReaderFindsTheLastTurnAndThenWhatHappens() {
    happens(log.posted("before"));
    open(Optional.empty());
    assertEquals(List.of("message", "snapshot"), received());
    happens(log.posted("after"));
    assertEquals(List.of("message", "snapshot", "message"), received());
  }

  @Test
  void theArchiveIsAskedForTheLastTurnThatThisNodeDoesNotRemember() {
    LogEntry<Event.MessagePosted> old = log.posted("archived");
    archived = List.of(Message.posted(room.id(), old.position(), old.event()));
    open(Optional.empty());
    assertEquals(List.of("message", "snapshot"), received());
    assertTrue(client.received().contains("archived"));
  }

  @Test
  void aStreamBeginsAlthoughTheArchiveIsUnavailable() {
    archiveAway = true;
    open(Optional.empty());
    assertEquals(List.of("snapshot"), received());
  }

  @Test
  void aReaderThatComesBackIsGivenExactlyWhatItMissed() {
    LogEntry<?> seen = log.posted("seen");
    happens(seen);
    happens(log.posted("missed"));
    open(Optional.of(seen.position().toString()));
    assertEquals(List.of("message", "snapshot"), received());
    assertFalse(client.received().contains("\"seen\""));
  }

  @Test
  void aReaderWhosePositionIsTooOldIsToldToStartOver() {
    held = false;
    happens(log.posted("one"));
    open(Optional.of(new Position("e", 0).toString()));
    assertEquals(List.of("reset", "snapshot"), received());
  }

  @Test
  void aReaderWhosePositionIsNoneIsToldToStartOver() {
    open(Optional.of("not a position"));
    assertEquals(List.of("reset", "snapshot"), received());
  }

  @Test
  void whatWasForgottenBetweenTheLookAndTheJoinMeansToStartOver() {
    open(Optional.of(new Position("another", 0).toString()));
    assertEquals(List.of("reset", "snapshot"), received());
  }

  @Test
  void anErasedConversationEndsItsStreamsAfterItsLastEvent() {
    open(Optional.empty());
    LogEntry<?> elsewhere = new LogOf(new ConversationId(Ids.next()), "e", 50).removedRoom();
    streams.read(elsewhere);
    assertFalse(client.isEnded());

    LogEntry<?> erasure = log.removedRoom();
    happens(erasure);
    streams.read(erasure);
    assertTrue(client.isEnded());
    assertEquals(List.of("snapshot", "conversation.deleted"), received());
    assertEquals(1, seatsGivenBack);
  }

  @Test
  void aStreamOfAnErasedConversationEndsImmediately() {
    erased = true;
    open(Optional.empty());
    assertTrue(client.isEnded());
    assertEquals(1, seatsGivenBack);
    assertEquals(1, left);
  }

  @Test
  void aClientThatDisconnectsGivesBackWhatItTookOnce() {
    open(Optional.empty());
    client.disconnect();
    client.disconnect();
    assertEquals(1, seatsGivenBack);
    assertEquals(1, left);
  }

  @Test
  void aStreamEndsWhenItsCallersTokenIsRevoked() {
    open(Optional.empty());
    TestValidity.check(streams.validity);
    assertFalse(client.isEnded());
    tokenHolds = false;
    TestValidity.check(streams.validity);
    assertTrue(client.isEnded());
    assertEquals(1, seatsGivenBack);
  }

  private void open(Optional<String> after) {
    Caller ada = GuestDesk.caller("192.0.2.1");
    streams
        .prepare(room, after)
        .begin(client.exchange(), Optional.of(ada), TestSeats.seat(() -> seatsGivenBack++));
  }

  private void happens(LogEntry<?> entry) {
    assertTrue(conversation.apply(entry, entry.at()));
  }

  private List<String> received() {
    return EVENT.matcher(client.received()).results().map(StreamsTest::type).toList();
  }

  private static String type(MatchResult found) {
    return found.group(1);
  }

  private final class Live extends LiveConversations {
    @Override
    public LiveConversation of(ConversationId id) {
      return conversation;
    }

    @Override
    public LiveConversation join(
        ConversationId id,
        Subscriber subscriber,
        Optional<Position> after,
        Function<LiveConversation.Arrival, Frame> welcome) {
      assertTrue(conversation.join(subscriber, after, welcome));
      return conversation;
    }

    @Override
    public void leave(ConversationId id, Subscriber subscriber) {
      left++;
      conversation.leave(subscriber);
    }
  }

  private final class Archived extends History {
    @Override
    public void settle(ConversationId id) {}

    @Override
    public HistoryPage page(ConversationId id, Optional<String> before, int limit) {
      if (archiveAway) {
        throw Problem.UNAVAILABLE.because("No archive.");
      }
      return new HistoryPage(archived, Optional.empty(), new Position("e", 0));
    }
  }
}

package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.log.Layout;
import io.parley.log.LogConfig;
import io.parley.log.ReadProgress;
import io.parley.log.Topics;
import io.parley.participant.Participant;
import io.parley.platform.Ids;
import io.parley.platform.NodeId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.realtime.Batch;
import io.parley.realtime.ConnectionId;
import io.parley.realtime.Frame;
import io.parley.realtime.Hubs;
import io.parley.realtime.Subscriber;
import io.parley.realtime.WireEvent;
import io.parley.testing.Instances;
import io.parley.testing.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LiveConversationsTest {
  private static final Duration TAIL = Duration.ofMinutes(10);
  private static final ConversationId ROOM = new ConversationId(Ids.next());

  private final VirtualClock clock = new VirtualClock();
  private final LiveConversations live = new LiveConversations();
  private final ReadLog progress = new ReadLog();
  private LongSupplier gauge = () -> -1;
  private Optional<Layout> layout = Optional.of(new Layout("e", 1));
  private long next;

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    live.hub = Hubs.immediate();
    live.readProgress = progress;
    live.topics =
        new Topics() {
          @Override
          public Optional<Layout> layout() {
            return layout;
          }
        };
    live.config = config();
    live.clock = clock;
    live.metrics = metrics();
    live.found = Instances.of(List.of());
    live.start();
  }

  @AfterEach
  void stop() {
    live.stop();
  }

  @Test
  void nothingIsAvailableBeforeThisNodeHasReadTheLog() {
    progress.start = OptionalLong.empty();
    assertUnavailable(() -> live.of(ROOM));
    assertUnavailable(() -> live.readFrom(ROOM));
    layout = Optional.empty();
    assertUnavailable(() -> live.of(ROOM));
    assertUnavailable(() -> live.settled(ROOM));
  }

  @Test
  void eventsOfNoConversationTakeNoMemory() {
    Participant ada = LogOf.ADA;
    NodeId node = new NodeId("cafe0001");
    for (Event event :
        List.of(
            new Event.Heartbeat(node, clock.instant()),
            new Event.Pulse(node, clock.instant()),
            new Event.StopRequested(new ReplyId(Ids.next())),
            new Event.Renamed(ada, node))) {
      read(ROOM, event);
    }
    assertFalse(live.isRunning(ROOM));
    assertEquals(0, held());
    say(ROOM, "hello");
    assertEquals(1, held());
  }

  @Test
  void anEventWhoseIdStandsForSomethingElseHasNotHappened() {
    MessageId first = new MessageId(Ids.next());
    MessageId second = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    read(ROOM, posted(first, Optional.of(reply)));
    read(ROOM, posted(second, Optional.empty()));
    LogEntry<?> foreign =
        read(ROOM, new Event.ReplyStarted(reply, second, "demo/guide", 1, clock.instant()));
    assertFalse(live.stands(foreign));
    assertEquals(0, live.of(ROOM).attempts(reply));

    LogEntry<?> own =
        read(ROOM, new Event.ReplyStarted(reply, first, "demo/guide", 1, clock.instant()));
    assertTrue(live.stands(own));
    assertEquals(1, live.of(ROOM).attempts(reply));
  }

  @Test
  void whatThisNodeWroteIsSettledWhenTheLastOfItHasBeenRead() {
    assertTrue(live.settled(ROOM).toCompletableFuture().isDone());
    // Kafka may acknowledge the later one first
    live.appended(ROOM, posted(), new Position("e", 5));
    live.appended(new ConversationId(Ids.next()), posted(), new Position("e", 3));
    CompletableFuture<Void> settled = live.settled(ROOM).toCompletableFuture();
    assertFalse(settled.isDone());
    assertEquals(List.of(new Position("e", 5)), progress.awaited);

    live.appended(ROOM, posted(), new Position("another", 1));
    var _ = live.settled(ROOM);
    assertEquals(new Position("another", 1), progress.awaited.getLast());
  }

  @Test
  void anIdIsInUseFromTheMomentItsEventIsOnTheLog() {
    Event.MessagePosted posted = posted();
    live.appended(ROOM, posted, new Position("e", 5));
    assertEquals(1, live.usesOf(posted.messageId().value()).size());
    assertTrue(live.useIn(ROOM, posted.messageId().value()).isPresent());
    ConversationId elsewhere = new ConversationId(Ids.next());
    assertEquals(Optional.empty(), live.useIn(elsewhere, posted.messageId().value()));

    clock.advance(TAIL.plusSeconds(1));
    live.sweep();
    assertEquals(List.of(), live.usesOf(posted.messageId().value()));
  }

  @Test
  void aNodeThatStillReadsOldEventsHasNotCaughtUpWhateverItHasReached() {
    progress.reached = CompletableFuture.completedStage(null);
    CompletableFuture<Void> early = live.caughtUp(ROOM, new Position("e", 0)).toCompletableFuture();
    ProblemException refused =
        assertInstanceOf(
            ProblemException.class,
            assertThrows(CompletionException.class, early::join).getCause());
    assertEquals(Problem.UNAVAILABLE, refused.problem());
    progress.caughtUp = true;
    live.caughtUp(ROOM, new Position("e", 0)).toCompletableFuture().join();
  }

  @Test
  void whatHappensAfterAConversationRetiredHappensInTheNextOne() {
    LiveConversation before = live.of(ROOM);
    assertTrue(before.expire(clock.instant(), clock.instant()));
    LiveConversation after = live.join(ROOM, new Listener(), Optional.empty(), _ -> state());
    assertNotSame(before, after);
    assertSame(after, live.of(ROOM));
    say(ROOM, "hello");
    assertEquals(1, after.tail().events().size());
    assertEquals(0, before.tail().events().size());
  }

  @Test
  void aConversationThatSomebodyFollowsStaysWhenItsEventsAreForgotten() {
    Listener reader = new Listener();
    LiveConversation followed = live.join(ROOM, reader, Optional.empty(), _ -> state());
    say(ROOM, "hello");
    clock.advance(TAIL.plusSeconds(1));
    live.sweep();
    assertSame(followed, live.of(ROOM));
    assertEquals(List.of(), followed.tail().events());

    live.leave(ROOM, reader);
    live.sweep();
    assertEquals(0, held());
    assertNotSame(followed, live.of(ROOM));
  }

  @Test
  void eventsStayAsLongAsTheTailIsMeantToBe() {
    say(ROOM, "hello");
    clock.advance(TAIL);
    live.sweep();
    assertEquals(1, live.of(ROOM).tail().events().size());
  }

  @Test
  void aConversationThatComesBackDoesNotClaimWhatWasForgotten() {
    say(ROOM, "one");
    say(ROOM, "two");
    clock.advance(TAIL.plusSeconds(1));
    live.sweep();
    assertEquals(0, held());
    assertFalse(live.of(ROOM).covers(new Position("e", 0)));
    assertTrue(live.of(ROOM).covers(new Position("e", 1)));
  }

  @Test
  void aSweepThatFailsIsFollowedByOneThatSucceeds() {
    say(ROOM, "hello");
    clock.advance(TAIL.plusSeconds(1));
    layout = Optional.empty();
    live.sweep();
    layout = Optional.of(new Layout("e", 1));
    live.sweep();
    assertEquals(0, held());
  }

  @Test
  void aNoticeReachesTheReadersOfEveryConversation() {
    Listener here = new Listener();
    Listener there = new Listener();
    live.join(ROOM, here, Optional.empty(), _ -> state());
    live.join(new ConversationId(Ids.next()), there, Optional.empty(), _ -> state());
    live.notice(new OrderedEvent.Notice("presence_unknown", "Who is here?", true));
    assertEquals(List.of("notice"), here.types);
    assertEquals(here.types, there.types);
  }

  @Test
  void aReplyIsRunningFromItsRequestToItsEnd() {
    MessageId question = new MessageId(Ids.next());
    ReplyId reply = new ReplyId(Ids.next());
    assertFalse(live.isRunning(ROOM));
    assertEquals(0, held());
    read(ROOM, posted(question, Optional.of(reply)));
    assertTrue(live.isRunning(ROOM));
    read(ROOM, new Event.MessageRemoved(new MessageId(reply.value()), clock.instant()));
    assertFalse(live.isRunning(ROOM));
  }

  @Test
  void aReaderThatJoinsWhileItsConversationRetiresHearsWhatComesAfter()
      throws InterruptedException {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread sweeper =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
            .start(() -> {
              while (!over.get()) {
                live.sweep();
              }
            });
    Instant old = clock.instant().minus(TAIL.multipliedBy(2));
    try {
      for (int i = 0; i < 5_000; i++) {
        Listener reader = new Listener();
        live.join(ROOM, reader, Optional.empty(), _ -> state());
        read(ROOM, old, posted());
        assertEquals(List.of("message"), reader.types);
        live.leave(ROOM, reader);
      }
    } finally {
      over.set(true);
      sweeper.join();
    }
    assertEquals(List.of(), failures);
  }

  private void say(ConversationId conversation, String text) {
    read(
        conversation,
        new Event.MessagePosted(
            new MessageId(Ids.next()),
            LogOf.ADA,
            text,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            clock.instant()));
  }

  private LogEntry<?> read(ConversationId conversation, Event event) {
    return read(conversation, clock.instant(), event);
  }

  private LogEntry<?> read(ConversationId conversation, Instant at, Event event) {
    LogEntry<?> entry = new LogEntry<>(conversation, event, 0, new Position("e", next), at);
    next++;
    live.read(entry);
    return entry;
  }

  private Event.MessagePosted posted() {
    return posted(new MessageId(Ids.next()), Optional.empty());
  }

  private Event.MessagePosted posted(MessageId id, Optional<ReplyId> reply) {
    return new Event.MessagePosted(
        id,
        LogOf.ADA,
        "hello",
        Optional.empty(),
        Optional.empty(),
        reply.map(asked -> new ReplyRequest(asked, "demo/guide")),
        clock.instant());
  }

  /// How many conversations this node holds, as it tells its operator.
  private long held() {
    return gauge.getAsLong();
  }

  private static Frame state() {
    return Frame.of("{}");
  }

  private static void assertUnavailable(Runnable use) {
    assertEquals(Problem.UNAVAILABLE, assertThrows(ProblemException.class, use::run).problem());
  }

  private static LogConfig config() {
    Duration any = Duration.ofSeconds(1);
    return new LogConfig(
        "localhost:9092",
        Map.of(),
        "log",
        "live",
        "dead",
        1,
        1,
        any,
        any,
        any,
        1024,
        any,
        any,
        TAIL);
  }

  @SuppressWarnings("unchecked")
  private MetricRegistry metrics() {
    return (MetricRegistry)
        Proxy.newProxyInstance(
            MetricRegistry.class.getClassLoader(),
            new Class<?>[] {MetricRegistry.class},
            (_, method, arguments) -> {
              assertEquals("gauge", method.getName());
              Function<Object, Number> value = (Function<Object, Number>) arguments[2];
              if (arguments[0].equals("parley_live_conversations")) {
                gauge = () -> value.apply(arguments[1]).longValue();
              }
              return null;
            });
  }

  /// What this node has read of the log, as a test says.
  private static final class ReadLog extends ReadProgress {
    private final List<Position> awaited = new ArrayList<>();
    private CompletionStage<Void> reached = new CompletableFuture<>();
    private OptionalLong start = OptionalLong.of(0);
    private boolean caughtUp;

    @Override
    public OptionalLong start(int partition) {
      return start;
    }

    @Override
    public OptionalLong next(int partition) {
      return OptionalLong.empty();
    }

    @Override
    public boolean caughtUp() {
      return caughtUp;
    }

    @Override
    public CompletionStage<Void> reached(ConversationId conversation, Position position) {
      awaited.add(position);
      return reached;
    }
  }

  private static final class Listener implements Subscriber {
    private final ConnectionId id = ConnectionId.next();
    private final List<String> types = new ArrayList<>();

    @Override
    public ConnectionId id() {
      return id;
    }

    @Override
    public void start(Frame state) {}

    @Override
    public boolean deliver(Batch batch) {
      batch.events().stream().map(WireEvent::type).forEach(types::add);
      return true;
    }
  }
}

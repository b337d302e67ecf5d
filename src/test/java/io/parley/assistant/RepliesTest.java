package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.Message;
import io.parley.conversation.Messages;
import io.parley.event.Continuation;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.Event.ReplyStatus;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyDetails;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.history.History;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.live.LiveOf;
import io.parley.live.LogOf;
import io.parley.llm.FinishReason;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.Model;
import io.parley.llm.ModelId;
import io.parley.llm.ModelsOf;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.llm.Provider;
import io.parley.log.EventLog;
import io.parley.log.RetryLater;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RepliesTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private final ProblemException away = Problem.UNAVAILABLE.because("No broker.");

  private final ConversationId room = new ConversationId(Ids.next());
  private final MessageId message = new MessageId(Ids.next());
  private final ReplyId reply = new ReplyId(Ids.next());
  private final VirtualClock clock = new VirtualClock();
  private final Replies replies = new Replies();
  private final List<Event> onLog = new ArrayList<>();
  private final List<Event.Live> shown = new ArrayList<>();
  private final List<PendingReply> entitled = new ArrayList<>();
  private final Queue<ProblemException> refusals = new ArrayDeque<>();
  private final List<LogEntry<?>> read = new ArrayList<>();
  private Leases.Answer renewal = Leases.Answer.MINE;
  private Runnable beforeStart = () -> {};
  private Runnable whileGenerating = () -> {};
  private Runnable whileCatchingUp = () -> {};
  private Optional<RuntimeException> promptFails = Optional.empty();
  private Optional<Message> earlier = Optional.empty();
  private boolean historyAway;
  private boolean answered;
  private boolean startIsRefused;
  private boolean modelFallsSilent;
  private int modelAsked;
  private int caughtUp;
  private long now = 1;
  private long next;
  private final PendingReplies pending = new PendingReplies(() -> now);
  private Optional<Exception> thrown = Optional.empty();
  private final ReplyCoordinator coordinator =
      new ReplyCoordinator(
          pending, new OneHolder(), new ReplyCoordinator.Terms(LEASE, 10), () -> now, this::make);

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    replies.config = AssistantConfig.from(_ -> Optional.empty());
    replies.log = new Log();
    replies.live = new Reading();
    replies.check =
        new PendingReplyCheck() {
          @Override
          Optional<LiveConversation> waitingIn(PendingReply question) {
            return answered ? Optional.empty() : Optional.of(LiveOf.having(room, read));
          }
        };
    replies.history = new Archived();
    replies.prompts =
        new Prompts() {
          @Override
          PromptContext.Fitted of(PendingReply question, ModelId model, String begun) {
            promptFails.ifPresent(failure -> {
              throw failure;
            });
            return new PromptContext.Fitted(
                Prompt.of(model, PromptMessage.user("Why?")),
                new ReplyDetails.ContextUse(1, 0, 0, 10),
                List.of());
          }
        };
    replies.open = pending;
    replies.models = ModelsOf.providers(new Lab());
    replies.stopRequests = new StopRequests();
    replies.stopRequests.clock = clock;
    replies.titles =
        new Titles() {
          @Override
          void consider(PendingReply question, ReplyOutcome outcome) {
            entitled.add(question);
          }
        };
    replies.metrics = new Uncounted();
    replies.clock = clock;
  }

  @Test
  void aReplyIsOnTheLogFromItsStartToItsEnd() {
    ask("lab/a");
    assertEquals(List.of("ReplyStarted", "ReplyFinished"), logged());
    assertEquals(ReplyStatus.FINISHED, end().status());
    assertEquals("So.", end().text());
    assertEquals(1, end().attempt());
    assertEquals("So.", shownText());
    assertEquals(List.of(), pending.all());
    assertEquals(1, entitled.size());
  }

  @Test
  void anAnsweredQuestionIsClosedWithoutAskingAModel() {
    answered = true;
    ask("lab/a");
    assertEquals(List.of(), onLog);
    assertEquals(0, modelAsked);
    assertEquals(List.of(), pending.all());
  }

  @Test
  void anAttemptIsNumberedAfterAllThatThisNodeKnowsOf() {
    read.add(entry(new Event.ReplyStarted(reply, message, "lab/a", 4, clock.instant())));
    ask("lab/a");
    assertEquals(5, end().attempt());
  }

  @Test
  void aNodeWhoseStartComesSecondAsksNoModelAndEndsNothing() {
    beforeStart = () -> onLog(new Event.ReplyStarted(reply, message, "lab/a", 1, clock.instant()));
    ask("lab/a");
    assertEquals(List.of("ReplyStarted", "ReplyStarted"), logged());
    assertEquals(0, modelAsked);
  }

  @Test
  void aStartThatTheLogDoesNotTakeIsTriedAgainLater() {
    startIsRefused = true;
    ask("lab/a");
    assertTrue(thrown.orElseThrow() instanceof RetryLater);
    assertEquals(0, modelAsked);
    assertEquals(1, pending.all().size());
  }

  @Test
  void anEndWaitsForTheLogAndIsWrittenOnce() {
    refusals.addAll(List.of(away, away));
    ask("lab/a");
    assertEquals(List.of("ReplyStarted", "ReplyFinished"), logged());
    assertEquals("So.", end().text());
    assertEquals(2, caughtUp, "what has failed may be on the log all the same");
  }

  @Test
  void anEndThatIsOnTheLogAlthoughItFailedEndsTheReplyForThisNode() {
    refusals.add(away);
    // the answer was lost, not the record
    whileCatchingUp =
        () -> onLog(new Event.MessageRemoved(new MessageId(reply.value()), clock.instant()));
    ask("lab/a");
    assertEquals(List.of("ReplyStarted", "MessageRemoved"), logged());
  }

  @Test
  void anEndThatTheLogRefusesForGoodIsReplacedByAFailure() {
    refusals.add(Problem.TOO_LARGE.because("Too large."));
    ask("lab/a");
    assertEquals(ReplyStatus.FAILED, end().status());
    assertEquals("internal", end().error().orElseThrow().code());
  }

  @Test
  void aReplyThatAnotherNodeHasTakenOverIsNotEndedHere() {
    whileGenerating =
        () -> onLog(new Event.ReplyStarted(reply, message, "lab/a", 2, clock.instant()));
    ask("lab/a");
    assertEquals(List.of("ReplyStarted", "ReplyStarted"), logged());
    assertEquals(List.of(), entitled);
  }

  @Test
  void aNodeThatStoodStillReadsTheLogBeforeItEndsAReply() {
    whileGenerating = () -> now += LEASE.toNanos() * 2;
    renewal = Leases.Answer.REGAINED;
    whileCatchingUp =
        () -> onLog(new Event.ReplyStarted(reply, message, "lab/a", 2, clock.instant()));
    ask("lab/a");
    assertEquals(1, caughtUp);
    assertEquals(List.of("ReplyStarted", "ReplyStarted"), logged());
  }

  @Test
  void aNodeThatStoodStillAndWasNotOvertakenEndsItsReply() {
    whileGenerating = () -> now += LEASE.toNanos() * 2;
    renewal = Leases.Answer.UNKNOWN;
    ask("lab/a");
    assertEquals(1, caughtUp);
    assertEquals("So.", end().text());
  }

  @Test
  void aLeaseThatWentToAnotherNodeMeansNoEndHere() {
    whileGenerating = () -> now += LEASE.toNanos() * 2;
    renewal = Leases.Answer.ANOTHERS;
    ask("lab/a");
    assertEquals(List.of("ReplyStarted"), logged());
  }

  @Test
  void aQuestionThatWaitedTooLongFailsWithoutAskingAModel() {
    PendingReply question = question("lab/a", Optional.empty());
    clock.advance(replies.config.maxAge().plusSeconds(1));
    take(question);
    assertEquals("expired", end().error().orElseThrow().code());
    assertEquals(0, modelAsked);
  }

  @Test
  void aModelThatNobodyOffersIsAFailureThatPeopleSee() {
    ask("nobody/a");
    assertEquals("unknown_model", end().error().orElseThrow().code());
  }

  @Test
  void aProblemWithThePromptIsAFailureThatPeopleSee() {
    promptFails = Optional.of(Problem.NOT_FOUND.because("This message has been removed."));
    ask("lab/a");
    assertEquals(
        new Event.ReplyError("not_found", "This message has been removed."),
        end().error().orElseThrow());
  }

  @Test
  void anUnexpectedErrorEndsTheReplyWithoutItsDetails() {
    promptFails = Optional.of(new IllegalStateException("secret"));
    ask("lab/a");
    assertEquals("internal", end().error().orElseThrow().code());
    assertFalse(end().error().orElseThrow().detail().contains("secret"));
  }

  @Test
  void aReplyThatWasStoppedBeforeItBeganEndsStopped() {
    replies.stopRequests.read(entry(new Event.StopRequested(reply)));
    ask("lab/a");
    assertEquals(ReplyStatus.STOPPED, end().status());
    assertEquals(0, modelAsked);
  }

  @Test
  void aStopThatComesAfterTheEndChangesNothing() {
    ask("lab/a");
    replies.stopRequests.read(entry(new Event.StopRequested(reply)));
    assertEquals(ReplyStatus.FINISHED, end().status());
  }

  @Test
  void aNodeThatStopsLeavesItsReplyWithoutAnEnd() {
    modelFallsSilent = true;
    whileGenerating = () -> Thread.currentThread().interrupt();
    ask("lab/a");
    assertTrue(thrown.orElseThrow() instanceof InterruptedException);
    assertEquals(List.of("ReplyStarted"), logged());
    assertEquals(1, pending.all().size());
  }

  @Test
  void aReplyGoesOnFromTheTextThatIsThere() {
    earlier = Optional.of(half());
    take(question("lab/a", Optional.of(1)));
    Event.ReplyStarted started = (Event.ReplyStarted) onLog.getFirst();
    assertEquals(Optional.of(new Continuation(1, "Half. ")), started.continues());
    assertEquals(2, end().attempt());
    assertEquals("Half. So.", end().text());
    assertEquals("So.", shownText());
  }

  @Test
  void aReplyThatWasRemovedDoesNotGoOn() {
    take(question("lab/a", Optional.of(1)));
    assertEquals(List.of(), onLog);
    assertEquals(List.of(), pending.all());
  }

  @Test
  void aReplyWhoseTextCannotBeReadGoesOnLater() {
    historyAway = true;
    take(question("lab/a", Optional.of(1)));
    assertTrue(thrown.orElseThrow() instanceof RetryLater);
    assertEquals(List.of(), onLog);
    assertEquals(1, pending.all().size());
  }

  private void ask(String model) {
    take(question(model, Optional.empty()));
  }

  private PendingReply question(String model, Optional<Integer> continues) {
    LogEntry<?> asked =
        entry(
            new Event.ReplyRequested(
                message, new ReplyRequest(reply, model), LogOf.ADA, continues, clock.instant()));
    var _ = pending.read(asked, true);
    return PendingReply.of(asked).orElseThrow();
  }

  private void take(PendingReply question) {
    coordinator.take(pending.find(question.place()).orElseThrow());
  }

  private void make(ReplyCoordinator by, PendingReply question, ReplyLease lease) {
    try {
      replies.reply(question, lease, by);
    } catch (InterruptedException | RetryLater e) {
      thrown = Optional.of(e);
    } finally {
      by.done(lease);
    }
  }

  private LogEntry<?> entry(Event event) {
    return new LogEntry<>(room, event, 0, new Position("e", next++), clock.instant());
  }

  /// Every node reads at once what is on the log.
  private Position onLog(Event event) {
    onLog.add(event);
    LogEntry<?> entry = entry(event);
    pending.read(entry, true).ifPresent(coordinator::heard);
    return entry.position();
  }

  private List<String> logged() {
    return onLog.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private Event.ReplyFinished end() {
    assertEquals(List.of("ReplyStarted", "ReplyFinished"), logged());
    return (Event.ReplyFinished) onLog.getLast();
  }

  private String shownText() {
    return shown.stream()
        .map(event -> ((Event.ReplyDelta) event).text())
        .collect(Collectors.joining());
  }

  private Message half() {
    return Messages.of(
        new MessageId(reply.value()),
        room,
        Message.Role.ASSISTANT,
        new Message.Author("lab/a", "a"),
        "Half. ",
        Optional.of(message),
        new Position("e", 0));
  }

  private final class Log extends EventLog {
    @Override
    public CompletionStage<Position> append(ConversationId conversation, Event.Durable event) {
      if (event instanceof Event.ReplyStarted) {
        if (startIsRefused) {
          return CompletableFuture.failedStage(away);
        }
        beforeStart.run();
      } else if (!refusals.isEmpty()) {
        return CompletableFuture.failedStage(refusals.remove());
      }
      return CompletableFuture.completedStage(onLog(event));
    }

    @Override
    public void publish(ConversationId conversation, Event.Live event) {
      shown.add(event);
    }
  }

  private final class Reading extends LiveConversations {
    @Override
    public CompletionStage<Void> reached(ConversationId id, Position position) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> upToDate(ConversationId id) {
      caughtUp++;
      whileCatchingUp.run();
      return CompletableFuture.completedStage(null);
    }
  }

  private final class Archived extends History {
    @Override
    public Optional<Message> find(ConversationId conversation, MessageId id) {
      if (historyAway) {
        throw Problem.UNAVAILABLE.because("No archive.");
      }
      return earlier;
    }
  }

  /// A provider that says one word, on the thread that asks it.
  private final class Lab implements Provider {
    @Override
    public String name() {
      return "lab";
    }

    @Override
    public List<Model> models() {
      return List.of();
    }

    @Override
    public Generation generate(Prompt prompt, Consumer<GenerationEvent> listener) {
      modelAsked++;
      listener.accept(new GenerationEvent.Text("So."));
      whileGenerating.run();
      if (!modelFallsSilent) {
        listener.accept(
            new GenerationEvent.Completed(Optional.empty(), FinishReason.STOP, List.of()));
      }
      return () -> {};
    }
  }

  private final class OneHolder implements Leases {
    @Override
    public Answer claim(ReplyPlace place, String token) {
      return Answer.MINE;
    }

    @Override
    public Map<ReplyPlace, Answer> renew(Map<ReplyPlace, String> tokens) {
      return tokens.keySet().stream().collect(Collectors.toMap(place -> place, _ -> renewal));
    }

    @Override
    public void release(ReplyPlace place, String token) {}

    @Override
    public Optional<Set<ReplyPlace>> free(Collection<ReplyPlace> places) {
      return Optional.empty();
    }
  }

  private static final class Uncounted extends ReplyMetrics {
    @Override
    void firstToken(Duration waited) {}

    @Override
    void delta() {}

    @Override
    void ended(ReplyOutcome outcome, String model, Duration took) {}
  }
}

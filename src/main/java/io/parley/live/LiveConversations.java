package io.parley.live;

import io.parley.conversation.IdUse;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.log.Layout;
import io.parley.log.LogConfig;
import io.parley.log.LogReader;
import io.parley.log.ReadProgress;
import io.parley.log.Topics;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.realtime.Frame;
import io.parley.realtime.Hub;
import io.parley.realtime.Subscriber;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// The conversations that this node holds in memory: those of which anything happened in the last
/// minutes, or which somebody here follows.
@ApplicationScoped
public class LiveConversations implements LogReader {
  private static final System.Logger LOG = System.getLogger(LiveConversations.class.getName());

  /// A draft that nobody has touched for this long is taken for abandoned.
  static final Duration DRAFT_AGE = Duration.ofMinutes(2);

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(15);

  @Inject Hub hub;
  @Inject ReadProgress readProgress;
  @Inject Topics topics;
  @Inject LogConfig config;
  @Inject Clock clock;
  @Inject MetricRegistry metrics;
  @Inject @Any Instance<OrderedListener> found;

  private final ConcurrentHashMap<ConversationId, LiveConversation> conversations =
      new ConcurrentHashMap<>();
  private volatile List<OrderedListener> listeners = List.of();
  private final RecentIds recent = new RecentIds(RecentIds.MOST);
  private final TailMemory memory = new TailMemory(TailMemory.LIMIT_BYTES);

  /// By partition, the first offset of which nothing was forgotten yet.
  private final ConcurrentHashMap<Integer, Long> completeFrom = new ConcurrentHashMap<>();

  /// By partition, the last place that this node itself has written to.
  private final ConcurrentHashMap<Integer, Position> appendedUpTo = new ConcurrentHashMap<>();

  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("parley-tails").daemon().factory());
  private Optional<Future<?>> sweeping = Optional.empty();

  @PostConstruct
  void start() {
    listeners = found.stream().toList();
    metrics.gauge("parley_live_conversations", conversations, Map::size);
    metrics.gauge("parley_live_bytes", memory, TailMemory::taken);
    long interval = SWEEP_INTERVAL.toMillis();
    sweeping =
        Optional.of(
            sweeper.scheduleWithFixedDelay(this::sweep, interval, interval, TimeUnit.MILLISECONDS));
  }

  @PreDestroy
  void stop() {
    sweeping.ifPresent(task -> task.cancel(false));
    sweeper.shutdownNow();
  }

  @Override
  public void read(LogEntry<?> entry) {
    switch (entry.event()) {
      case Event.Heartbeat _, Event.Pulse _, Event.StopRequested _, Event.Renamed _ -> {}
      case Event.Durable _, Event.Live _ -> {
        recent.add(entry.conversation(), entry.event(), entry.position(), entry.at());
        // what comes under an id that stands for something else has not happened
        if (recent.stands(entry)) {
          apply(entry);
        }
      }
    }
  }

  /// What this node knows of a conversation, which may be nothing yet.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` before this node has read anything
  public LiveConversation of(ConversationId id) {
    return conversations.computeIfAbsent(id, this::open);
  }

  /// Completes when this node has read the event at this position. Fails with `unavailable` after
  /// some seconds.
  public CompletionStage<Void> reached(ConversationId id, Position position) {
    return readProgress.reached(id, position);
  }

  /// The same, and all that was on the log when this node started.
  public CompletionStage<Void> caughtUp(ConversationId id, Position position) {
    return reached(id, position)
        .thenRun(() -> {
          if (!readProgress.caughtUp()) {
            throw notThereYet();
          }
        });
  }

  /// Completes when this node has read everything that it has itself appended to this
  /// conversation's partition. Fails with `unavailable` after some seconds.
  public CompletionStage<Void> settled(ConversationId id) {
    return Optional.ofNullable(appendedUpTo.get(partitionOf(id)))
        .map(position -> readProgress.reached(id, position))
        .orElse(CompletableFuture.completedStage(null));
  }

  /// Completes when this node has read all of this conversation that was on the log when this was
  /// called. Fails with `unavailable` after some seconds, or if Kafka does not say what that is.
  public CompletionStage<Void> upToDate(ConversationId id) {
    return readProgress.upToDate(id);
  }

  /// This node has put something on the log, and will read it back in a moment.
  public void appended(ConversationId id, Event.Durable event, Position position) {
    recent.add(id, event, position, clock.instant());
    appendedUpTo.merge(
        partitionOf(id),
        position,
        (before, now) ->
            before.epoch().equals(now.epoch()) && before.offset() > now.offset() ? before : now);
  }

  /// The first offset of this conversation's partition from which on this node has missed nothing.
  public long readFrom(ConversationId id) {
    return readProgress.start(partitionOf(id)).orElseThrow(LiveConversations::notThereYet);
  }

  /// What an id stands for, in each conversation in which it was used in the last minutes.
  public List<IdUse> usesOf(UUID id) {
    return recent.usesOf(id);
  }

  /// The same in one conversation.
  public Optional<IdUse> useIn(ConversationId conversation, UUID id) {
    return recent.useIn(conversation, id);
  }

  /// Whether an event that this node has read is about what its id stands for in its conversation,
  /// where whatever came first on the log has an id for good.
  public boolean stands(LogEntry<?> entry) {
    return recent.stands(entry);
  }

  /// Whether a reply is being made in it, or has been asked for.
  public boolean isRunning(ConversationId id) {
    return Optional.ofNullable(conversations.get(id))
        .map(LiveConversation::isRunning)
        .orElse(false);
  }

  /// How far back [#usesOf] is complete.
  Instant recentSince() {
    return clock.instant().minus(config.tail());
  }

  /// Adds a reader to a conversation; see [LiveConversation#join].
  public LiveConversation join(
      ConversationId id,
      Subscriber subscriber,
      Optional<Position> after,
      Function<LiveConversation.Arrival, Frame> welcome) {
    return untilTaken(id, conversation -> conversation.join(subscriber, after, welcome));
  }

  public void leave(ConversationId id, Subscriber subscriber) {
    Optional.ofNullable(conversations.get(id)).ifPresent(found -> found.leave(subscriber));
  }

  /// Tells every reader on this node what is degraded or well again.
  public void notice(OrderedEvent.Notice notice) {
    EncodedEvent encoded = EncodedEvent.of(notice);
    conversations.values().forEach(conversation -> conversation.notice(encoded));
  }

  private void apply(LogEntry<?> entry) {
    untilTaken(entry.conversation(), conversation -> conversation.apply(entry, clock.instant()));
  }

  private LiveConversation open(ConversationId id) {
    Layout layout = layout();
    int partition = layout.partitionOf(id);
    long start = readProgress.start(partition).orElseThrow(LiveConversations::notThereYet);
    long from = Math.max(start, completeFrom.getOrDefault(partition, 0L));
    return new LiveConversation(
        id,
        layout.epoch(),
        from,
        new LiveConversation.Reading() {
          @Override
          public long start() {
            return readProgress.start(partition).orElse(Long.MAX_VALUE);
          }

          @Override
          public long next() {
            return readProgress.next(partition).orElse(from);
          }
        },
        hub,
        this::tell,
        memory);
  }

  private void tell(ConversationId id, Instant at, List<OrderedEvent> events) {
    for (OrderedListener listener : listeners) {
      listener.happened(id, at, events);
    }
  }

  private int partitionOf(ConversationId id) {
    return layout().partitionOf(id);
  }

  private Layout layout() {
    return topics.layout().orElseThrow(LiveConversations::notThereYet);
  }

  private static ProblemException notThereYet() {
    return Problem.UNAVAILABLE.because("This server has not read the event log yet.");
  }

  /// A conversation may retire between being found and being used.
  private LiveConversation untilTaken(ConversationId id, Predicate<LiveConversation> use) {
    LiveConversation conversation = of(id);
    while (!use.test(conversation)) {
      conversations.remove(id, conversation);
      conversation = of(id);
    }
    return conversation;
  }

  /// Forgets what is too old to be resumed from.
  void sweep() {
    try {
      forgetOld();
    } catch (RuntimeException unexpected) {
      // Thrown on, it would end the schedule and the node would grow without a word.
      LOG.log(System.Logger.Level.ERROR, "tails could not be swept", unexpected);
    }
  }

  private void forgetOld() {
    Instant eventsBefore = clock.instant().minus(config.tail());
    Instant draftsBefore = clock.instant().minus(DRAFT_AGE);
    for (Map.Entry<ConversationId, LiveConversation> entry : conversations.entrySet()) {
      LiveConversation conversation = entry.getValue();
      boolean retired = conversation.expire(eventsBefore, draftsBefore);
      completeFrom.merge(partitionOf(entry.getKey()), conversation.completeFrom(), Math::max);
      if (retired) {
        conversations.remove(entry.getKey(), conversation);
      }
    }
    recent.expire(eventsBefore);
  }
}

package io.parley.log;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/// Reads both topics on this node, from some minutes in the past, and shows every event to every
/// [LogReader]. How far it has come is in [ReadProgress].
///
/// Heartbeats end here. What is repeated by the broker is not shown again.
@ApplicationScoped
public class FanOut {
  @Inject Topics topics;
  @Inject RecordFlows flows;
  @Inject ReadProgress readProgress;
  @Inject LogMeter meter;
  @Inject Clock clock;
  @Inject LogReaders readers;

  private volatile String epoch = "";

  @Incoming("fan-out-log")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public Flow.Subscriber<Message<byte[]>> durableEvents() {
    return flows.each("fan-out-log", 1, handler(readProgress.log(), this::showDurable));
  }

  @Incoming("fan-out-live")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public Flow.Subscriber<Message<byte[]>> liveEvents() {
    return flows.each("fan-out-live", 1, handler(readProgress.live(), this::showLive));
  }

  private static RecordFlow.Handler handler(TopicProgress progress, RecordFlow.Handler show) {
    return new RecordFlow.Handler() {
      @Override
      public CompletionStage<Void> handle(LogEntry<?> entry) {
        return show.handle(entry);
      }

      @Override
      public void passed(int partition, long offset, long at) {
        progress.passed(partition, offset, at);
      }
    };
  }

  private CompletionStage<Void> showDurable(LogEntry<?> entry) {
    String before = epoch;
    epoch = entry.position().epoch();
    if (!before.isEmpty() && !before.equals(epoch)) {
      readProgress.log().clear();
    }
    return switch (arrive(readProgress.log(), entry)) {
      case NEW -> show(entry);
      case SEEN -> CompletableFuture.completedStage(null);
      case SUSPECT -> topics.lookAgain().thenCompose(layout -> showAnew(entry, layout));
    };
  }

  /// The log may be another one since: then this is its first event here.
  private CompletionStage<Void> showAnew(LogEntry<?> entry, Layout layout) {
    return layout.epoch().equals(entry.position().epoch())
        ? CompletableFuture.completedStage(null)
        : showDurable(
            new LogEntry<>(
                entry.conversation(),
                entry.event(),
                entry.partition(),
                new Position(layout.epoch(), entry.position().offset()),
                entry.at()));
  }

  private CompletionStage<Void> showLive(LogEntry<?> entry) {
    return switch (arrive(readProgress.live(), entry)) {
      case NEW -> show(entry);
      case SEEN -> CompletableFuture.completedStage(null);
      case SUSPECT -> {
        readProgress.live().clear();
        yield showLive(entry);
      }
    };
  }

  private static TopicProgress.Arrival arrive(TopicProgress progress, LogEntry<?> entry) {
    return progress.arrive(entry.partition(), entry.position().offset(), entry.at().toEpochMilli());
  }

  private CompletionStage<Void> show(LogEntry<?> entry) {
    return switch (entry.event()) {
      case Event.Heartbeat _, Event.Pulse _ -> CompletableFuture.completedStage(null);
      default -> showReaders(entry);
    };
  }

  private CompletionStage<Void> showReaders(LogEntry<?> entry) {
    Optional<RuntimeException> failure = readers.show(entry);
    Duration delay = Duration.between(entry.at(), clock.instant());
    if (readProgress.caughtUp(entry.partition())) {
      meter.fannedOut(entry.event().getClass(), delay.isNegative() ? Duration.ZERO : delay);
    }
    return failure
        .<CompletionStage<Void>>map(CompletableFuture::failedStage)
        .orElseGet(() -> CompletableFuture.completedStage(null));
  }
}

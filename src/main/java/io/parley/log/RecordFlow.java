package io.parley.log;

import io.parley.event.LogEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/// One channel's records, handed to a handler, a limited number at a time. With a limit of one they
/// are handled strictly one after the other.
///
/// A record is acknowledged when it has been handled, or has become a dead letter. It is never
/// refused (nacked), because that would end the stream, and the node would be deaf.
public final class RecordFlow implements Flow.Subscriber<Message<byte[]>> {
  private static final Logger LOG = System.getLogger(RecordFlow.class.getName());

  /// Handles what happened. Called by the connector's thread: the stage may take its time, the call
  /// must not. Whatever it fails with makes a dead letter, but for [RetryLater].
  public interface Handler {
    CompletionStage<Void> handle(LogEntry<?> entry);

    /// Called after every record, in whatever way it was dealt with, before it is acknowledged.
    ///
    /// @param at the broker's time
    default void passed(int partition, long offset, long at) {}
  }

  private final RecordDecoder intake;
  private final int limit;
  private final Handler handler;
  private volatile Flow.@Nullable Subscription subscription;

  RecordFlow(RecordDecoder intake, int limit, Handler handler) {
    this.intake = intake;
    this.limit = limit;
    this.handler = handler;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(limit);
  }

  @Override
  public void onNext(Message<byte[]> message) {
    Flow.Subscription current = subscription;
    ConsumerRecord<byte[], byte[]> record = Records.of(message);
    safely(() -> intake.open(record).thenCompose(entry -> handle(record, entry)))
        .whenComplete((_, failure) -> {
          if (failure == null) {
            handler.passed(record.partition(), record.offset(), record.timestamp());
            Records.acknowledge(message, intake.consumer());
          } else {
            // only while the server stops: it comes again at the next start
            LOG.log(Level.DEBUG, "left unacknowledged by " + intake.consumer(), failure);
          }
          if (current != null) {
            current.request(1);
          }
        });
  }

  @Override
  public void onError(Throwable failure) {
    // ReconnectingPublisher sees to it that this does not happen
    LOG.log(Level.ERROR, intake.consumer() + " no longer receives its topic", failure);
  }

  @Override
  public void onComplete() {
    LOG.log(Level.DEBUG, "{0} ends", intake.consumer());
  }

  private CompletionStage<Void> handle(
      ConsumerRecord<byte[], byte[]> record, Optional<LogEntry<?>> entry) {
    return entry
        .map(it -> handle(record, it, 1))
        .orElseGet(() -> CompletableFuture.completedStage(null));
  }

  private CompletionStage<Void> handle(
      ConsumerRecord<byte[], byte[]> record, LogEntry<?> entry, int attempt) {
    return safely(() -> handler.handle(entry))
        .exceptionallyCompose(failure -> {
          Throwable cause = Records.causeOf(failure);
          if (cause instanceof RetryLater) {
            intake.retried();
            return Backoff.USUAL
                .after(attempt)
                .thenCompose(_ -> handle(record, entry, attempt + 1));
          }
          return intake.bury(record, cause);
        });
  }

  private static CompletionStage<Void> safely(
      java.util.function.Supplier<CompletionStage<Void>> work) {
    try {
      return work.get();
    } catch (CompletionException e) {
      return CompletableFuture.failedStage(e);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return CompletableFuture.failedStage(e);
    }
  }
}

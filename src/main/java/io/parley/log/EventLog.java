package io.parley.log;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.Position;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Where events are written. Both methods return at once.
///
/// What one thread writes about one conversation is read in that order.
@ApplicationScoped
public class EventLog {
  @Inject LogConfig config;
  @Inject Senders senders;
  @Inject EventCodec codec;
  @Inject Topics topics;
  @Inject LogMeter meter;

  /// Writes what must last. Once the stage has completed, the event is on the log for good.
  ///
  /// Fails within the send timeout (2 s) with a [io.parley.platform.ProblemException]: `too_large`,
  /// or `unavailable`, after which the event may be on the log all the same; whoever tries again
  /// uses the same id, and readers take the first. The stage is completed by a virtual thread of
  /// its own: what hangs on it may block, and runs in no order with that of other appends.
  public CompletionStage<Position> append(ConversationId conversation, Event.Durable event) {
    return topics
        .layout()
        .map(layout -> append(conversation, event, layout, layout.partitionOf(conversation)))
        .orElseGet(() -> notThereYet(event));
  }

  /// To a partition of the caller's choice: for records that belong to no conversation.
  CompletionStage<Position> append(
      ConversationId conversation, Event.Durable event, Layout layout, int partition) {
    long began = System.nanoTime();
    return send(senders.durable(), config.logTopic(), partition, conversation, event)
        .thenApply(sent -> {
          meter.appended(event.getClass(), Duration.ofNanos(System.nanoTime() - began));
          return new Position(layout.epoch(), sent.offset());
        });
  }

  /// Shows what is worth seeing only now. What cannot be sent is counted and gone; an outage is
  /// logged when it begins and when it ends.
  public void publish(ConversationId conversation, Event.Live event) {
    if (topics.layout().isEmpty()) {
      meter.notSent(event.getClass());
      return;
    }
    ProducerRecord<byte[], byte[]> record;
    try {
      record = record(config.liveTopic(), null, conversation, event);
    } catch (ProblemException tooLarge) {
      meter.notSent(event.getClass());
      return;
    }
    senders
        .live()
        .post(
            record, () -> meter.published(event.getClass()), () -> meter.notSent(event.getClass()));
  }

  /// Shows what belongs to no conversation to all nodes, in order.
  public void announce(Event.Live event) {
    publish(Heartbeat.NOBODY, event);
  }

  /// As [#publish], for who wants to know where it is.
  CompletionStage<RecordMetadata> pulse(ConversationId conversation, Event.Pulse pulse) {
    return send(senders.live(), config.liveTopic(), null, conversation, pulse);
  }

  /// Whether the last append has failed.
  boolean isFailing() {
    return senders.durable().isFailing();
  }

  private CompletableFuture<RecordMetadata> send(
      Sender sender,
      String topic,
      @Nullable Integer partition,
      ConversationId conversation,
      Event event) {
    try {
      return sender
          .send(record(topic, partition, conversation, event))
          .whenComplete((_, failure) -> {
            if (failure != null) {
              meter.notSent(event.getClass());
            }
          });
    } catch (RuntimeException e) {
      meter.notSent(event.getClass());
      return CompletableFuture.failedFuture(e);
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable Integer partition, ConversationId conversation, Event event) {
    return new ProducerRecord<>(topic, partition, Layout.key(conversation), codec.encode(event));
  }

  private CompletionStage<Position> notThereYet(Event event) {
    meter.notSent(event.getClass());
    return CompletableFuture.failedStage(
        Problem.UNAVAILABLE.because("The event log is unavailable. Try again in a few seconds."));
  }
}

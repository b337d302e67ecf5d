package io.parley.log;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What every consumer does first: makes an event of a record, or a dead letter.
final class RecordDecoder {
  private final String consumer;
  private final Supplier<CompletionStage<Layout>> layout;
  private final EventCodec codec;
  private final DeadLetterSink burial;
  private final LogMeter meter;

  RecordDecoder(
      String consumer,
      Supplier<CompletionStage<Layout>> layout,
      EventCodec codec,
      DeadLetterSink burial,
      LogMeter meter) {
    this.consumer = consumer;
    this.layout = layout;
    this.codec = codec;
    this.burial = burial;
    this.meter = meter;
  }

  /// Empty if there is nothing to handle: the record was buried, or is of an unknown type.
  CompletionStage<Optional<LogEntry<?>>> open(ConsumerRecord<byte[], byte[]> record) {
    return switch (codec.decode(record.value())) {
      case EventCodec.Decoded.Known(var event) ->
          conversation(record)
              .map(conversation -> recorded(record, conversation, event))
              .orElseGet(() -> bury(record, "not a conversation's key", Optional.empty()));
      case EventCodec.Decoded.Unknown _ -> {
        meter.unknown(consumer);
        yield CompletableFuture.completedStage(Optional.empty());
      }
      case EventCodec.Decoded.Unreadable(var reason, var cause) -> bury(record, reason, cause);
    };
  }

  /// For a record whose handler has failed.
  CompletionStage<Void> bury(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
    return burial.bury(record, consumer, "handler failed", Optional.of(failure));
  }

  void retried() {
    meter.retried(consumer);
  }

  String consumer() {
    return consumer;
  }

  private CompletionStage<Optional<LogEntry<?>>> recorded(
      ConsumerRecord<byte[], byte[]> record, ConversationId conversation, Event event) {
    return layout
        .get()
        .thenApply(it ->
            Optional.of(
                new LogEntry<>(
                    conversation,
                    event,
                    record.partition(),
                    new Position(it.epoch(), record.offset()),
                    Instant.ofEpochMilli(record.timestamp()))));
  }

  private CompletionStage<Optional<LogEntry<?>>> bury(
      ConsumerRecord<byte[], byte[]> record, String reason, Optional<? extends Throwable> cause) {
    return burial.bury(record, consumer, reason, cause).thenApply(_ -> Optional.empty());
  }

  private static Optional<ConversationId> conversation(ConsumerRecord<byte[], byte[]> record) {
    return Optional.ofNullable(record.key())
        .flatMap(key -> Ids.parse(new String(key, StandardCharsets.US_ASCII)))
        .map(ConversationId::new);
  }
}

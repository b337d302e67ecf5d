package io.parley.log;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

/// A channel of the log without a broker: delivers to one subscriber what it asks for, and sees
/// what is acknowledged, buried and counted. With it come an intake and the epoch `epoch`.
final class Channel implements Flow.Subscription, DeadLetterSink, LogMeter {
  static final Layout LAYOUT = new Layout("epoch", 12);

  final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  final List<Dead> dead = new CopyOnWriteArrayList<>();
  final List<String> counted = new CopyOnWriteArrayList<>();
  final AtomicBoolean burialFails = new AtomicBoolean();

  private final EventCodec codec = new EventCodec(1024 * 1024);
  private final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final Flow.Subscriber<Message<byte[]>> subscriber;
  private final AtomicInteger delivering = new AtomicInteger();
  private long demand;
  private long offset;

  record Dead(long offset, String consumer, String reason, Optional<String> exception) {}

  Channel(Function<Channel, Flow.Subscriber<Message<byte[]>>> subscriber) {
    this.subscriber = subscriber.apply(this);
  }

  Channel open() {
    subscriber.onSubscribe(this);
    return this;
  }

  RecordDecoder intake() {
    return intake(() -> CompletableFuture.completedStage(LAYOUT));
  }

  RecordDecoder intake(Supplier<CompletionStage<Layout>> layout) {
    return new RecordDecoder("test", layout, codec, this, this);
  }

  /// @return the record's offset
  long write(Event event) {
    return write(Layout.key(Events.CONVERSATION), codec.encode(event));
  }

  long write(byte[] key, byte[] value) {
    var record = new ConsumerRecord<>("parley.log", 3, offset++, key, value);
    synchronized (this) {
      waiting.add(record);
    }
    deliver();
    return record.offset();
  }

  long writeText(String value) {
    return write(Layout.key(Events.CONVERSATION), value.getBytes(StandardCharsets.UTF_8));
  }

  synchronized long demand() {
    return demand;
  }

  @Override
  public void request(long n) {
    synchronized (this) {
      demand += n;
    }
    deliver();
  }

  @Override
  public void cancel() {}

  /// Never one within another, as reactive streams have it (rule 3.3).
  private void deliver() {
    if (delivering.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen != 0) {
      for (var record = next(); record.isPresent(); record = next()) {
        subscriber.onNext(new Delivered(record.get(), acknowledged));
      }
      seen = delivering.addAndGet(-seen);
    }
  }

  private synchronized Optional<ConsumerRecord<byte[], byte[]>> next() {
    if (demand == 0 || waiting.isEmpty()) {
      return Optional.empty();
    }
    demand--;
    return Optional.of(waiting.remove());
  }

  @Override
  public CompletionStage<Void> bury(
      ConsumerRecord<byte[], byte[]> record,
      String consumer,
      String reason,
      Optional<? extends Throwable> cause) {
    if (burialFails.get()) {
      return CompletableFuture.failedStage(new IllegalStateException("the server stops"));
    }
    dead.add(
        new Dead(
            record.offset(), consumer, reason, cause.map(it -> it.getClass().getSimpleName())));
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void appended(Class<? extends Event> event, Duration took) {}

  @Override
  public void published(Class<? extends Event> event) {}

  @Override
  public void notSent(Class<? extends Event> event) {}

  @Override
  public void fannedOut(Class<? extends Event> event, Duration delay) {}

  @Override
  public void unknown(String consumer) {
    counted.add("unknown");
  }

  @Override
  public void retried(String consumer) {
    counted.add("retried");
  }

  @Override
  public void dead(String consumer, String reason) {}

  private record Delivered(ConsumerRecord<byte[], byte[]> record, List<Long> acknowledged)
      implements Message<byte[]> {
    @Override
    public byte[] getPayload() {
      return record.value();
    }

    @Override
    public CompletionStage<Void> ack() {
      acknowledged.add(record.offset());
      return new CompletableFuture<>(); // committed at some time, or never
    }

    @Override
    public <C> C unwrap(Class<C> type) {
      return type.cast(record);
    }
  }

  static List<Long> offsets(List<? extends LogEntry<?>> entries) {
    return new ArrayList<>(entries.stream().map(entry -> entry.position().offset()).toList());
  }
}

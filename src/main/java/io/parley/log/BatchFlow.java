package io.parley.log;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/// One channel's durable events in batches, one batch at a time, in order, on a thread of its own.
///
/// A batch that fails for good is handed over again event by event, so that only the one that is to
/// blame becomes a dead letter. All are acknowledged when their batch has been dealt with.
public final class BatchFlow implements Flow.Subscriber<Message<byte[]>>, AutoCloseable {
  private static final Logger LOG = System.getLogger(BatchFlow.class.getName());

  /// May block. Throws [RetryLater] to be given the same batch again after a while.
  public interface Handler {
    void handle(List<LogEntry<Event.Durable>> batch) throws Exception;
  }

  private final RecordDecoder intake;
  private final int size;
  private final Duration wait;
  private final Handler handler;
  private final BlockingQueue<Message<byte[]>> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Flow.@Nullable Subscription subscription;
  private @Nullable Thread worker;

  /// @param size of a batch, at most
  /// @param wait for a batch to fill, at most, from its first record
  BatchFlow(RecordDecoder intake, int size, Duration wait, Handler handler) {
    this.intake = intake;
    this.size = size;
    this.wait = wait;
    this.handler = handler;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (worker == null) {
      worker = Thread.ofPlatform().daemon().name("parley-" + intake.consumer()).start(this::work);
    }
    // the next batch gathers while this one is worked on
    subscription.request(2L * size);
  }

  @Override
  public void onNext(Message<byte[]> message) {
    queue.add(message);
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

  /// What has not been dealt with by now comes again at the next start.
  @Override
  public synchronized void close() {
    closed.countDown();
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void work() {
    try {
      while (closed.getCount() > 0) {
        List<Message<byte[]>> messages = gather();
        deal(messages);
        messages.forEach(message -> Records.acknowledge(message, intake.consumer()));
        Flow.Subscription current = subscription;
        if (current != null) {
          current.request(messages.size());
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, intake.consumer() + " ends", e);
    }
  }

  private List<Message<byte[]>> gather() throws InterruptedException {
    var messages = new ArrayList<Message<byte[]>>();
    messages.add(queue.take());
    long deadline = System.nanoTime() + wait.toNanos();
    while (messages.size() < size) {
      queue.drainTo(messages, size - messages.size());
      if (messages.size() == size) {
        break;
      }
      Message<byte[]> next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      messages.add(next);
    }
    return messages;
  }

  private void deal(List<Message<byte[]>> messages) throws InterruptedException {
    var batch = new ArrayList<Entry>();
    for (Message<byte[]> message : messages) {
      ConsumerRecord<byte[], byte[]> record = Records.of(message);
      intake.open(record).toCompletableFuture().join().ifPresent(it -> add(batch, record, it));
    }
    if (!batch.isEmpty()) {
      handle(batch);
    }
  }

  private void add(List<Entry> batch, ConsumerRecord<byte[], byte[]> record, LogEntry<?> entry) {
    if (entry.event() instanceof Event.Durable event) {
      batch.add(
          new Entry(
              record,
              new LogEntry<>(
                  entry.conversation(), event, entry.partition(), entry.position(), entry.at())));
    }
  }

  private void handle(List<Entry> batch) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        handler.handle(batch.stream().map(Entry::recorded).toList());
        return;
      } catch (RetryLater e) {
        intake.retried();
        if (closed.await(Backoff.USUAL.pause(attempt).toMillis(), TimeUnit.MILLISECONDS)) {
          throw new InterruptedException("closed");
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        if (closed.getCount() == 0) {
          throw new InterruptedException("closed");
        }
        if (batch.size() == 1) {
          intake.bury(batch.getFirst().record(), e).toCompletableFuture().join();
        } else {
          LOG.log(
              Level.WARNING,
              "{0} failed with a batch of {1} ({2}): now one by one",
              new Object[] {intake.consumer(), batch.size(), e.getClass().getName()});
          for (Entry entry : batch) {
            handle(List.of(entry));
          }
        }
        return;
      }
    }
  }

  private record Entry(ConsumerRecord<byte[], byte[]> record, LogEntry<Event.Durable> recorded) {}
}

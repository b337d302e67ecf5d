package io.parley.log;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends records with one producer, which is made at the first of them.
///
/// Whatever happens, the result is there within the timeout. It is completed by a virtual thread of
/// its own: whatever a caller hangs on it, Kafka's thread goes on.
///
/// Kafka's producer holds its caller up (`max.block.ms`) while it does not know where a topic is,
/// which it forgets when all brokers are unavailable. That happens once: after one has waited in
/// vain, the others fail at once until a thread of our own has found the topic again.
final class Sender implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Sender.class.getName());
  private static final Executor COMPLETIONS = Executors.newVirtualThreadPerTaskExecutor();

  private static final Backoff FINDING = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));

  private final Supplier<Producer<byte[], byte[]>> factory;
  private final Duration timeout;
  private final Outage outage;
  private final AtomicBoolean lost = new AtomicBoolean();
  private @Nullable Producer<byte[], byte[]> producer;
  private volatile boolean closed;

  Sender(Supplier<Producer<byte[], byte[]>> factory, Duration timeout, Outage outage) {
    this.factory = factory;
    this.timeout = timeout;
    this.outage = outage;
  }

  /// @return where the record is; fails with a [ProblemException] (`unavailable`, `too_large`)
  CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    var sent = new CompletableFuture<RecordMetadata>();
    try {
      hand(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              outage.worked();
              sent.completeAsync(() -> metadata, COMPLETIONS);
            } else {
              COMPLETIONS.execute(() -> fail(sent, failure));
            }
          });
    } catch (RuntimeException e) {
      fail(sent, e);
    }
    return sent.isDone()
        ? sent
        : sent.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyCompose(e ->
                CompletableFuture.failedFuture(e instanceof ProblemException ? e : unavailable(e)));
  }

  /// The same for who waits for nothing, at a fraction of the price. One of the two is run, mostly
  /// by Kafka's thread, which it must not hold up.
  void post(ProducerRecord<byte[], byte[]> record, Runnable sent, Runnable notSent) {
    try {
      hand(
          record,
          (_, failure) -> {
            if (failure == null) {
              outage.worked();
              sent.run();
            } else {
              var _ = problem(failure);
              notSent.run();
            }
          });
    } catch (RuntimeException e) {
      var _ = problem(e);
      notSent.run();
    }
  }

  /// Whether what was sent last has failed.
  boolean isFailing() {
    return outage.isOn();
  }

  private void hand(ProducerRecord<byte[], byte[]> record, Callback callback) {
    if (lost.get()) {
      throw new IllegalStateException("looking for " + record.topic());
    }
    Producer<byte[], byte[]> through = producer();
    Future<RecordMetadata> under;
    try {
      under = through.send(record, callback);
    } catch (TimeoutException e) {
      look(record.topic(), through);
      throw e;
    }
    if (under.state() == Future.State.FAILED && under.exceptionNow() instanceof TimeoutException) {
      look(record.topic(), through);
    }
  }

  private void look(String topic, Producer<byte[], byte[]> through) {
    if (lost.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("parley-find-" + topic).start(() -> find(topic, through));
    }
  }

  private void find(String topic, Producer<byte[], byte[]> through) {
    try {
      for (int attempt = 1; !closed; attempt++) {
        try {
          if (!through.partitionsFor(topic).isEmpty()) {
            lost.set(false);
            return;
          }
        } catch (KafkaException e) {
          LOG.log(Level.DEBUG, "not found yet: " + topic, e);
        }
        Thread.sleep(FINDING.pause(attempt));
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "no longer looking for " + topic, e);
    }
  }

  private void fail(CompletableFuture<RecordMetadata> sent, Exception failure) {
    sent.completeExceptionally(problem(failure));
  }

  private ProblemException problem(Exception failure) {
    return failure instanceof RecordTooLargeException
        ? Problem.TOO_LARGE.because("The event is larger than parley.events.max-record-bytes.")
        : unavailable(failure);
  }

  private ProblemException unavailable(Throwable cause) {
    outage.failed(cause);
    var problem =
        Problem.UNAVAILABLE.because("The event log is unavailable. Try again in a few seconds.");
    problem.initCause(cause);
    return problem;
  }

  private synchronized Producer<byte[], byte[]> producer() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (producer == null) {
      producer = factory.get();
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close(timeout);
    }
  }
}

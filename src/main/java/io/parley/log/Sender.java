package io.parley.log;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// Sends records with one producer, which is made at the first of them.
///
/// Whatever happens, the result is there within the timeout. It is completed by a virtual thread of
/// its own: whatever a caller hangs on it, Kafka's thread goes on.
final class Sender implements AutoCloseable {
  /// While metadata is missing or the buffer is full, `send` blocks for `max.block.ms`.
  private static final Executor COMPLETIONS = Executors.newVirtualThreadPerTaskExecutor();

  private final Supplier<Producer<byte[], byte[]>> factory;
  private final Duration timeout;
  private final Outage outage;
  private @Nullable Producer<byte[], byte[]> producer;
  private boolean closed;

  Sender(Supplier<Producer<byte[], byte[]>> factory, Duration timeout, Outage outage) {
    this.factory = factory;
    this.timeout = timeout;
    this.outage = outage;
  }

  /// @return where the record is; fails with a [ProblemException] (`unavailable`, `too_large`)
  CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    var sent = new CompletableFuture<RecordMetadata>();
    try {
      var _ =
          producer()
              .send(
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

  /// Whether what was sent last has failed.
  boolean isFailing() {
    return outage.isOn();
  }

  private void fail(CompletableFuture<RecordMetadata> sent, Exception failure) {
    sent.completeExceptionally(
        failure instanceof RecordTooLargeException
            ? Problem.TOO_LARGE.because("This is larger than one entry of the log may be.")
            : unavailable(failure));
  }

  private ProblemException unavailable(Throwable cause) {
    outage.failed(cause);
    var problem = Problem.UNAVAILABLE.because("The event log cannot be written just now.");
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

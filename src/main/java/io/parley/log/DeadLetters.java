package io.parley.log;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// `parley.dead`: records that a consumer could not handle, with key, value and headers as they
/// were, and headers that say where they come from, who could not handle them and why.
///
/// A value too large to be copied is left out (`parley.value: left out`): it is still where it came
/// from. Neither a header nor the server's log holds an exception's message, because that may quote
/// what somebody wrote.
@ApplicationScoped
class DeadLetters implements DeadLetterSink {
  private static final Logger LOG = System.getLogger(DeadLetters.class.getName());

  @Inject LogConfig config;
  @Inject Senders senders;
  @Inject LogMeter meter;

  private volatile boolean closed;

  @PreDestroy
  void close() {
    closed = true;
  }

  @Override
  public CompletionStage<Void> bury(
      ConsumerRecord<byte[], byte[]> record,
      String consumer,
      String reason,
      Optional<? extends Throwable> cause) {
    LOG.log(
        Level.WARNING,
        "{0} could not handle {1}-{2}@{3}: {4}{5}",
        new Object[] {
          consumer,
          record.topic(),
          record.partition(),
          Long.toString(record.offset()),
          reason,
          cause.map(it -> ", " + origin(it)).orElse("")
        });
    var headers = new RecordHeaders(record.headers().toArray());
    header(headers, "parley.topic", record.topic());
    header(headers, "parley.partition", Integer.toString(record.partition()));
    header(headers, "parley.offset", Long.toString(record.offset()));
    header(headers, "parley.consumer", consumer);
    header(headers, "parley.reason", reason);
    cause.ifPresent(it -> header(headers, "parley.exception", origin(it)));
    return send(record.key(), record.value(), headers, 1)
        .thenRun(() -> meter.dead(consumer, reason));
  }

  private CompletableFuture<Void> send(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers, int attempt) {
    return senders
        .dead()
        .send(new ProducerRecord<>(config.deadTopic(), null, key, value, headers))
        .<Void>thenApply(_ -> null)
        .exceptionallyCompose(failure -> {
          if (closed) {
            return CompletableFuture.failedFuture(failure);
          }
          if (isTooLarge(failure) && value != null) {
            header(headers, "parley.value", "left out");
            header(headers, "parley.value.bytes", Integer.toString(value.length));
            return send(key, null, headers, 1);
          }
          return Backoff.USUAL
              .after(attempt)
              .thenCompose(_ -> send(key, value, headers, attempt + 1));
        });
  }

  private static boolean isTooLarge(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return Problem.TOO_LARGE == problemOf(failure).or(() -> problemOf(cause)).orElse(null);
  }

  private static Optional<Problem> problemOf(Throwable failure) {
    return failure instanceof ProblemException it ? Optional.of(it.problem()) : Optional.empty();
  }

  /// The class of an exception and the line that threw it.
  private static String origin(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static void header(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}

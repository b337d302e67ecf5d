package io.parley.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

/// Kafka's record behind a message of reactive messaging.
final class Records {
  private static final Logger LOG = System.getLogger(Records.class.getName());

  private Records() {}

  @SuppressWarnings("unchecked") // the channels' deserializers see to it
  static ConsumerRecord<byte[], byte[]> of(Message<byte[]> message) {
    return message.unwrap(ConsumerRecord.class);
  }

  /// What fails here (a partition that has moved to another node) comes again there, and consumers
  /// are idempotent.
  static void acknowledge(Message<byte[]> message, String consumer) {
    message
        .ack()
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.log(Level.DEBUG, "not committed for " + consumer, failure);
          }
        });
  }

  static Throwable causeOf(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}

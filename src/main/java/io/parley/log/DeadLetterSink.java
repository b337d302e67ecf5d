package io.parley.log;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Where a record goes that nobody could handle.
interface DeadLetterSink {
  /// Tries until it has worked: completes exceptionally only when the server stops before that. The
  /// record is then not acknowledged and comes again.
  ///
  /// @param reason one of few fixed texts, which are also a metric's tag
  CompletionStage<Void> bury(
      ConsumerRecord<byte[], byte[]> record,
      String consumer,
      String reason,
      Optional<? extends Throwable> cause);
}

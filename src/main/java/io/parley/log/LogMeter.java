package io.parley.log;

import io.parley.event.Event;
import java.time.Duration;

/// What is counted about the log.
interface LogMeter {
  void appended(Class<? extends Event> event, Duration took);

  void published(Class<? extends Event> event);

  /// An append or a publication that did not reach Kafka.
  void notSent(Class<? extends Event> event);

  /// @param delay from Kafka's timestamp to this node having handled it
  void fannedOut(Class<? extends Event> event, Duration delay);

  void unknown(String consumer);

  void retried(String consumer);

  void dead(String consumer, String reason);
}

package io.parley.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sends what the broker logs in this JVM (some hundred lines at each start) to a file instead of
/// the console. The Kafka clients of the same JVM share its loggers, and so the file.
final class KafkaLog {
  private static final int MAX_BYTES = 5_000_000;

  private final Path file;

  /// Held strongly: java.util.logging forgets the settings of loggers nobody refers to.
  private final List<Logger> loggers =
      Stream.of("kafka", "org.apache.kafka", "state").map(Logger::getLogger).toList();

  private @Nullable Handler handler;

  KafkaLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  void open() {
    if (handler != null) {
      return;
    }
    try {
      // % is special in a FileHandler's pattern
      var opened = new FileHandler(file.toString().replace("%", "%%"), MAX_BYTES, 2, true);
      opened.setFormatter(new SimpleFormatter());
      handler = opened;
      loggers.forEach(logger -> {
        logger.addHandler(opened);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
      });
    } catch (IOException e) {
      throw new ServicesException(
          "The log %s cannot be opened: %s".formatted(file, e.getMessage()), e);
    }
  }

  void close() {
    if (handler == null) {
      return;
    }
    var open = handler;
    loggers.forEach(logger -> logger.removeHandler(open));
    open.close();
    handler = null;
  }
}

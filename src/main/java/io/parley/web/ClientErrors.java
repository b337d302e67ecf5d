package io.parley.web;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// Tells the log what clients did wrong: at most one line per minute and status, with a count. A
/// line holds nothing that a client has sent, and nobody can fill the log with requests.
final class ClientErrors {
  private static final System.Logger LOG = System.getLogger(ClientErrors.class.getName());
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int LOWEST = 400;
  private static final int BEYOND = 500;

  private final LongSupplier nanos;
  private final List<Count> counts =
      IntStream.range(LOWEST, BEYOND).mapToObj(_ -> new Count()).toList();

  ClientErrors() {
    this(System::nanoTime);
  }

  /// @param nanos a clock as [System#nanoTime] is one
  ClientErrors(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void count(int status) {
    due(status)
        .ifPresent(count ->
            LOG.log(
                System.Logger.Level.INFO,
                "Refused requests with status {0}: {1} since the line before",
                Integer.toString(status),
                Long.toString(count)));
  }

  /// How many there were since the last line, if it is time for the next.
  OptionalLong due(int status) {
    return status < LOWEST || status >= BEYOND
        ? OptionalLong.empty()
        : counts.get(status - LOWEST).next(nanos.getAsLong());
  }

  private static final class Count {
    private long untold;
    private long told;
    private boolean ever;

    synchronized OptionalLong next(long now) {
      untold++;
      if (ever && now - told < PAUSE.toNanos()) {
        return OptionalLong.empty();
      }
      long count = untold;
      ever = true;
      told = now;
      untold = 0;
      return OptionalLong.of(count);
    }
  }
}

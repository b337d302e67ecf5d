package io.parley.llm;

import io.parley.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// How many providers a node tests in a minute, whoever asks. Safe for use by many threads.
final class TrialPace {
  static final int MOST = 20;
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Deque<Instant> begun = new ArrayDeque<>();
  private final Clock clock;

  TrialPace(Clock clock) {
    this.clock = clock;
  }

  /// @throws io.parley.platform.ProblemException `rate_limited` if there were too many
  synchronized void require() {
    Instant now = clock.instant();
    begun.removeIf(at -> !at.plus(PERIOD).isAfter(now));
    if (begun.size() >= MOST) {
      throw Problem.RATE_LIMITED.because(
          "Rate limit exceeded: at most %d provider tests per minute.".formatted(MOST),
          Duration.between(now, begun.getFirst().plus(PERIOD)));
    }
    begun.addLast(now);
  }
}

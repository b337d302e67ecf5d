package io.parley.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A circuit breaker: opens after some failures in a row that say that the provider is ill; after a
/// pause one request is let through to try, and closes it or opens it again. A provider that said
/// when to come back (`Retry-After`) is left alone until then, ill or not. Safe for use by many
/// threads.
final class Breaker {
  /// Nobody is left alone for longer, whatever they say: what they say may be a mistake.
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  enum State {
    CLOSED,
    /// One request tries.
    HALF_OPEN,
    OPEN;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Why nobody is let through, and until when.
  record Refusal(FailureCode code, Duration retryAfter) {}

  /// A failure, as far as it matters here.
  record Failure(FailureCode code, Optional<Duration> retryAfter) {}

  private final int threshold;
  private final Duration pause;
  private final Clock clock;

  private int failures;
  private boolean ill;
  private boolean trying;
  private Instant due = Instant.MIN;
  private FailureCode last = FailureCode.PROVIDER_ERROR;

  Breaker(int threshold, Duration pause, Clock clock) {
    this.threshold = threshold;
    this.pause = pause;
    this.clock = clock;
  }

  synchronized State state() {
    if (clock.instant().isBefore(due)) {
      return State.OPEN;
    }
    return ill ? State.HALF_OPEN : State.CLOSED;
  }

  /// Whether there is nothing to remember.
  synchronized boolean isWell() {
    return !ill && failures == 0 && !clock.instant().isBefore(due);
  }

  /// Until when everybody is refused.
  synchronized Instant due() {
    return due;
  }

  /// Empty if this request may try.
  synchronized Optional<Refusal> refuse() {
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return Optional.of(new Refusal(last, Duration.between(now, due)));
    }
    if (ill && trying) {
      return Optional.of(new Refusal(last, pause));
    }
    trying = ill;
    return Optional.empty();
  }

  /// It answers: others need not wait for the end of a long answer.
  synchronized void began() {
    ill = false;
    trying = false;
  }

  synchronized void succeeded() {
    began();
    failures = 0;
  }

  synchronized void failed(FailureCode code, Optional<Duration> retryAfter) {
    trying = false;
    if (code.saysThatTheProviderIsIll()) {
      failures++;
      if (ill || failures >= threshold) {
        ill = true;
        rest(code, pause);
      }
    } else {
      // It is there, and says no.
      ill = false;
      failures = 0;
    }
    retryAfter.ifPresent(wait -> rest(code, wait));
  }

  synchronized void givenUp() {
    trying = false;
  }

  private void rest(FailureCode code, Duration time) {
    Instant until = clock.instant().plus(time.compareTo(LONGEST_REST) < 0 ? time : LONGEST_REST);
    if (until.isAfter(due)) {
      due = until;
    }
    last = code;
  }
}

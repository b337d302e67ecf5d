package io.parley.llm;

import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// The way to one provider, for everyone on this node: a bulkhead, so that a slow provider cannot
/// hold more than its share, and a [Breaker], so that one that is ill, or has asked for a rest, is
/// left alone. Never waits: whoever is not let in asks somebody else.
final class Gate {
  /// @param failures in a row after which a provider counts as ill
  /// @param pause how long it is then left alone
  /// @param concurrent generations at a time
  record Limits(int failures, Duration pause, int concurrent) {
    static final Limits DEFAULT = new Limits(5, Duration.ofSeconds(30), 100);
  }

  private final String provider;
  private final Breaker breaker;
  private final Semaphore places;

  Gate(String provider, Limits limits, Clock clock) {
    this.provider = provider;
    this.breaker = new Breaker(limits.failures(), limits.pause(), clock);
    this.places = new Semaphore(limits.concurrent());
  }

  String provider() {
    return provider;
  }

  Breaker.State state() {
    return breaker.state();
  }

  /// A generation that goes through this gate, or fails at it.
  ///
  /// @param start starts it
  Generation generate(
      Consumer<GenerationEvent> listener, Function<Consumer<GenerationEvent>, Generation> start) {
    Pass pass;
    try {
      pass = enter();
    } catch (ProviderFailure shut) {
      return shut.generation(listener);
    }
    try {
      return start.apply(watched(pass, listener));
    } catch (RuntimeException e) {
      pass.givenUp();
      throw e;
    }
  }

  private static Consumer<GenerationEvent> watched(Pass pass, Consumer<GenerationEvent> listener) {
    return event -> {
      switch (event) {
        case Began _, Thinking _, Text _ -> pass.began();
        case Completed _ -> pass.completed();
        case Failed failed -> pass.failed(failed.code(), failed.retryAfter());
        case Cancelled _ -> pass.givenUp();
      }
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // The generation is given up, and nothing more will be heard of it.
        pass.givenUp();
        throw e;
      }
    };
  }

  /// Lets one request through; the pass must be handed back, by whichever end.
  ///
  /// @throws ProviderFailure with what the provider said last, if it is to be left alone, or
  ///   `rate_limited` if all places are taken
  Pass enter() {
    if (!places.tryAcquire()) {
      throw new ProviderFailure(provider, FailureCode.RATE_LIMITED);
    }
    Optional<Breaker.Refusal> refusal = breaker.refuse();
    if (refusal.isPresent()) {
      places.release();
      throw new ProviderFailure(
          provider, refusal.get().code(), Optional.of(refusal.get().retryAfter()));
    }
    return new Pass();
  }

  /// One request's way through. Its first end counts.
  final class Pass {
    private final AtomicBoolean over = new AtomicBoolean();

    /// The model has begun to answer.
    void began() {
      breaker.began();
    }

    /// The answer is whole.
    void completed() {
      if (leave()) {
        breaker.succeeded();
      }
    }

    void failed(FailureCode code, Optional<Duration> retryAfter) {
      if (leave()) {
        breaker.failed(code, retryAfter);
      }
    }

    /// Nobody wants the answer any more, which says nothing about the provider.
    void givenUp() {
      if (leave()) {
        breaker.givenUp();
      }
    }

    private boolean leave() {
      if (over.compareAndSet(false, true)) {
        places.release();
        return true;
      }
      return false;
    }
  }
}

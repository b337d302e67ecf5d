package io.parley.llm;

import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// The way to one provider, for everyone on this node: a bulkhead, so that a slow provider cannot
/// hold more than its share, and breakers, so that who is ill, or has asked for a rest, is left
/// alone: one for the provider's connection, key and account, and one for each model. Never waits:
/// whoever is not let in asks somebody else.
final class Bulkhead {
  private static final Logger LOG = System.getLogger(Bulkhead.class.getName());

  /// How long a provider counts as in trouble of which nobody has tried whether it is over.
  private static final Duration TROUBLED = Duration.ofMinutes(10);

  /// What is wrong with all models of a provider.
  private record Trouble(FailureCode code, Instant last) {}

  /// @param failures in a row after which a provider counts as ill
  /// @param pause how long it is then left alone
  /// @param concurrent generations at a time
  record Limits(int failures, Duration pause, int concurrent) {
    static final Limits DEFAULT = new Limits(5, Duration.ofSeconds(30), 100);
  }

  private final String provider;
  private final Breaker breaker;
  private final Breakers models;
  private final Semaphore places;
  private final Clock clock;
  private final AtomicReference<Optional<Trouble>> trouble =
      new AtomicReference<>(Optional.empty());
  private final AtomicInteger changes = new AtomicInteger();

  Bulkhead(String provider, Limits limits, Clock clock) {
    this.provider = provider;
    this.clock = clock;
    this.breaker = new Breaker(limits.failures(), limits.pause(), clock);
    this.models = new Breakers(limits, clock);
    this.places = new Semaphore(limits.concurrent());
  }

  String provider() {
    return provider;
  }

  /// Of the connection, the key and the account.
  Breaker.State state() {
    return breaker.state();
  }

  Breaker.State state(String model) {
    return models.state(model);
  }

  /// How many models are left alone by themselves.
  int openModels() {
    return models.open();
  }

  /// What is wrong with all models of the provider, in a sentence, since a request has failed for
  /// it lately, and none has succeeded.
  Optional<String> problem() {
    return trouble.get().map(Trouble::code).map(ProviderProblem::of);
  }

  /// The provider has answered something else than a request for a reply, so it can be reached.
  void reached() {
    forget(before -> before.code() == FailureCode.PROVIDER_UNREACHABLE);
  }

  /// How often [#problem] has changed.
  int changes() {
    Instant now = clock.instant();
    forget(before -> !now.isBefore(before.last().plus(TROUBLED)));
    return changes.get();
  }

  private void forget(Predicate<Trouble> which) {
    Optional<Trouble> before = trouble.get();
    if (before.filter(which).isPresent() && trouble.compareAndSet(before, Optional.empty())) {
      changes.incrementAndGet();
    }
  }

  /// A generation that goes through this gate, or fails at it.
  ///
  /// @param model its name at the provider
  /// @param start starts it
  Generation generate(
      String model,
      Consumer<GenerationEvent> listener,
      Function<Consumer<GenerationEvent>, Generation> start) {
    Permit pass;
    try {
      pass = enter(model);
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

  private static Consumer<GenerationEvent> watched(
      Permit pass, Consumer<GenerationEvent> listener) {
    return event -> {
      switch (event) {
        case Began _, Thinking _, Text _ -> pass.began();
        case Completed _ -> pass.completed();
        case Failed failed -> pass.failed(failed.scope(), failed.code(), failed.retryAfter());
        case Cancelled _ -> pass.givenUp();
      }
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // The generation is cancelled, and nothing more will be heard of it.
        pass.givenUp();
        throw e;
      }
    };
  }

  /// Lets one request through; the pass must be handed back, by whichever end.
  ///
  /// @param model its name at the provider
  /// @throws ProviderFailure with what was said last, if the provider or the model is to be left
  ///   alone, or `rate_limited` if all places are taken
  Permit enter(String model) {
    if (!places.tryAcquire()) {
      throw new ProviderFailure(provider, FailureCode.RATE_LIMITED);
    }
    // The model first: whom it refuses must not be the one that tries the provider.
    Optional<Breaker.Refusal> refusal = models.refuse(model);
    if (refusal.isEmpty()) {
      refusal = breaker.refuse();
      if (refusal.isPresent()) {
        models.givenUp(model);
      }
    }
    if (refusal.isPresent()) {
      places.release();
      throw new ProviderFailure(
          provider, refusal.get().code(), Optional.of(refusal.get().retryAfter()));
    }
    return new Permit(model);
  }

  private void troubled(FailureCode code) {
    Optional<Trouble> before = trouble.getAndSet(Optional.of(new Trouble(code, clock.instant())));
    if (before.isEmpty()) {
      LOG.log(Level.WARNING, () -> "The provider " + provider + ": " + ProviderProblem.of(code));
    }
    if (!before.map(Trouble::code).equals(Optional.of(code))) {
      changes.incrementAndGet();
    }
  }

  private void well() {
    if (trouble.get().isPresent() && trouble.getAndSet(Optional.empty()).isPresent()) {
      changes.incrementAndGet();
      LOG.log(Level.INFO, () -> "The provider " + provider + " answers again");
    }
  }

  /// One request's way through. Its first end counts.
  final class Permit {
    private final String model;
    private final AtomicBoolean over = new AtomicBoolean();

    Permit(String model) {
      this.model = model;
    }

    /// The model has begun to answer.
    void began() {
      breaker.began();
      models.began(model);
      well();
    }

    /// The answer is whole.
    void completed() {
      if (leave()) {
        breaker.succeeded();
        models.succeeded(model);
        well();
      }
    }

    void failed(FailureScope scope, FailureCode code, Optional<Duration> retryAfter) {
      if (!leave()) {
        return;
      }
      switch (scope) {
        case PROVIDER -> {
          breaker.failed(code, retryAfter);
          models.givenUp(model);
          troubled(code);
        }
        case MODEL -> {
          models.failed(model, new Breaker.Failure(code, retryAfter));
          answered(code);
        }
      }
    }

    /// The answer is no longer wanted, which says nothing about the provider.
    void givenUp() {
      if (leave()) {
        breaker.givenUp();
        models.givenUp(model);
      }
    }

    /// What a model answers shows that its provider can be reached, even if it is an error; silence
    /// and a broken connection show nothing.
    private void answered(FailureCode code) {
      switch (code) {
        case PROVIDER_TIMEOUT, STREAM_BROKEN, PROVIDER_UNREACHABLE -> breaker.givenUp();
        case PROVIDER_UNAUTHORIZED,
            PROVIDER_QUOTA_EXHAUSTED,
            MODEL_NOT_FOUND,
            RATE_LIMITED,
            CONTEXT_LENGTH_EXCEEDED,
            PROVIDER_REJECTED,
            PROVIDER_ERROR,
            MALFORMED_EVENT,
            EMPTY_ANSWER,
            ANSWER_TOO_LARGE ->
            breaker.succeeded();
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

package io.parley.llm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a [Generation] tells its listener: [Began] when a model has begun to answer or to think,
/// any number of [Thinking] and [Text], then exactly one [End]. Before the first of them and before
/// [Completed] there is always a [Began]; a generation that fails or is cancelled early has none.
public sealed interface GenerationEvent {

  /// This model answers, and no other will.
  ///
  /// @param fallbacks the models that were asked before it, in vain
  /// @param cached whether it is an earlier answer to the same prompt
  /// @param omitted the parameters of the prompt that the model refuses, and that it answers
  ///   without
  record Began(ModelId model, List<Fallback> fallbacks, boolean cached, List<String> omitted)
      implements GenerationEvent {
    public Began {
      fallbacks = List.copyOf(fallbacks);
      omitted = List.copyOf(omitted);
    }

    public Began(ModelId model, List<Fallback> fallbacks, boolean cached) {
      this(model, fallbacks, cached, List.of());
    }
  }

  /// The next piece of what the model thinks before it answers; never empty.
  record Thinking(String text) implements GenerationEvent {}

  /// The next piece of the answer; never empty.
  record Text(String text) implements GenerationEvent {}

  /// How it ended. The text that came before stands, also before [Failed] and [Cancelled].
  sealed interface End extends GenerationEvent {}

  /// @param refusal the model's words where it declined
  /// @param cost where the provider tells its prices and counts its tokens
  record Completed(
      Optional<Usage> usage,
      FinishReason reason,
      Optional<String> refusal,
      List<Citation> citations,
      Optional<Cost> cost)
      implements End {
    public Completed {
      citations = List.copyOf(citations);
    }

    public Completed(Optional<Usage> usage, FinishReason reason, List<Citation> citations) {
      this(usage, reason, Optional.empty(), citations, Optional.empty());
    }

    /// The same with what it cost.
    Completed at(Optional<Cost> price) {
      return new Completed(usage, reason, refusal, citations, price);
    }
  }

  /// `detail` is a sentence for people; it never holds a key or the provider's own words.
  ///
  /// @param fallbacks all models that were asked in vain, if it was more than the one that was
  ///   wanted; `code` and `detail` are about that one
  /// @param scope whom it is about
  record Failed(
      FailureCode code,
      String detail,
      Optional<Duration> retryAfter,
      List<Fallback> fallbacks,
      FailureScope scope)
      implements End {
    public Failed {
      fallbacks = List.copyOf(fallbacks);
    }

    public Failed(
        FailureCode code, String detail, Optional<Duration> retryAfter, List<Fallback> fallbacks) {
      this(code, detail, retryAfter, fallbacks, code.scope());
    }

    public Failed(FailureCode code, String detail, Optional<Duration> retryAfter) {
      this(code, detail, retryAfter, List.of());
    }
  }

  /// [Generation#cancel] came before any other end.
  record Cancelled() implements End {}
}

package io.parley.llm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a [Generation] tells its listener: any number of [Text], then exactly one [End].
public sealed interface GenerationEvent {

  /// The next piece of the answer; never empty.
  record Text(String text) implements GenerationEvent {}

  /// How it ended. The text that came before stands, also before [Failed] and [Cancelled].
  sealed interface End extends GenerationEvent {}

  record Completed(Optional<Usage> usage, FinishReason reason, List<Citation> citations)
      implements End {
    public Completed {
      citations = List.copyOf(citations);
    }
  }

  /// `detail` is a sentence for people; it never holds a key or the provider's own words.
  record Failed(FailureCode code, String detail, Optional<Duration> retryAfter) implements End {}

  /// [Generation#cancel] came before any other end.
  record Cancelled() implements End {}
}

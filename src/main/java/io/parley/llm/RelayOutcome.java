package io.parley.llm;

import java.util.Optional;

/// How a [RelayCall] ended.
public sealed interface RelayOutcome {
  /// The provider's answer was whole, and is read.
  record Ended() implements RelayOutcome {}

  /// @param refusal what the provider said to the request itself, where it is the request that is
  ///   wrong: whoever wrote it needs the provider's words to mend it
  record Failed(ProviderFailure failure, Optional<Refusal> refusal) implements RelayOutcome {}

  /// It was cancelled, by [RelayCall#cancel] or by its reader.
  record Cancelled() implements RelayOutcome {}

  /// A provider's error in OpenAI's shape. Holds no key.
  record Refusal(
      int status,
      String message,
      Optional<String> type,
      Optional<String> param,
      Optional<String> code) {}
}

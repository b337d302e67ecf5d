package io.parley.llm;

/// Why a model stopped of its own accord.
public enum FinishReason {
  /// It had said all.
  STOP,
  /// It reached the limit of tokens: the text is cut off.
  LENGTH,
  /// The provider withheld the rest.
  CONTENT_FILTER,
  /// Anything else a provider says, or nothing.
  OTHER
}

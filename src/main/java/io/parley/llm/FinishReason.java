package io.parley.llm;

/// Why a model stopped of its own accord.
public enum FinishReason {
  /// It had said all.
  STOP,
  /// It reached the limit of tokens: the text is cut off.
  LENGTH,
  /// The provider withheld the rest.
  CONTENT_FILTER,
  /// It declined to answer; it may have said why.
  REFUSAL,
  /// It asked for a tool.
  TOOL_CALLS,
  /// Its provider failed amid the answer.
  ERROR,
  /// Anything else a provider says, or nothing.
  OTHER
}

package io.parley.llm;

/// Whom a failure is about, and so whom to leave alone for a while.
public enum FailureScope {
  /// This model, asked with this key; others of the same provider may do well.
  MODEL,
  /// The connection, the key or the account: all models of the provider.
  PROVIDER
}

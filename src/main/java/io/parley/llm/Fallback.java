package io.parley.llm;

/// A model that was asked in vain, so that the next one of the chain was.
public record Fallback(ModelId model, FailureCode code) {}

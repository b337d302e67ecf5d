package io.parley.llm;

/// Tokens, as the provider counted them.
public record Usage(int promptTokens, int completionTokens) {}

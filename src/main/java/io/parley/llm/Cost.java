package io.parley.llm;

import java.math.BigDecimal;

/// What an answer cost, by the prices that its provider lists.
///
/// @param currency its ISO 4217 code
public record Cost(BigDecimal amount, String currency) {}

package io.parley.llm;

import java.math.BigDecimal;

/// What a provider asks for a token, in US dollars.
///
/// @param prompt for one that it is given
/// @param completion for one that it gives
public record Prices(BigDecimal prompt, BigDecimal completion) {
  static final String CURRENCY = "USD";

  Cost of(Usage usage) {
    BigDecimal amount =
        prompt
            .multiply(BigDecimal.valueOf(usage.promptTokens()))
            .add(completion.multiply(BigDecimal.valueOf(usage.completionTokens())));
    return new Cost(amount.stripTrailingZeros(), CURRENCY);
  }
}

package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// How a reply came about. All that is not known is absent.
///
/// @param askedModel the model that was asked, where another one answered
/// @param fallbacks the models that were asked in vain, in their order
/// @param context what the model was given of the conversation
/// @param thinkingMs from the first thought to the first text, or to the end without one
/// @param firstTokenMs from the start of the attempt to the first text
/// @param durationMs from the start of the attempt to the end
/// @param cached whether it is an earlier answer to the same prompt
/// @param omittedParameters parameters of the conversation that the model refuses, and that it
///   replied without
public record ReplyDetails(
    Optional<String> askedModel,
    List<FailedModel> fallbacks,
    Optional<ContextUse> context,
    Optional<Cost> cost,
    Optional<Long> thinkingMs,
    Optional<Long> firstTokenMs,
    Optional<Long> durationMs,
    Optional<Boolean> cached,
    Optional<List<String>> omittedParameters) {
  @JsonCreator
  public ReplyDetails {
    fallbacks = List.copyOf(fallbacks);
    omittedParameters = omittedParameters.map(List::copyOf);
  }

  /// One of a reply that was made with all parameters.
  public ReplyDetails(
      Optional<String> askedModel,
      List<FailedModel> fallbacks,
      Optional<ContextUse> context,
      Optional<Cost> cost,
      Optional<Long> thinkingMs,
      Optional<Long> firstTokenMs,
      Optional<Long> durationMs,
      Optional<Boolean> cached) {
    this(
        askedModel,
        fallbacks,
        context,
        cost,
        thinkingMs,
        firstTokenMs,
        durationMs,
        cached,
        Optional.empty());
  }

  /// A model that was asked in vain, with the stable code of why.
  public record FailedModel(String model, String code) {}

  /// What of a conversation a model was given: so many messages, so many tokens as estimated; so
  /// many of its oldest messages were left out, and for so many a summary stood.
  public record ContextUse(int messages, int dropped, int summarised, int tokens) {}

  /// What a reply cost, in a currency's unit.
  public record Cost(BigDecimal amount, String currency) {}
}

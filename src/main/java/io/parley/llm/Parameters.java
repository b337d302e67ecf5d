package io.parley.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.parley.platform.Problem;
import java.util.List;
import java.util.Optional;

/// How a model is to answer. What is absent is the provider's to decide.
///
/// @param temperature 0 to 2: how far the answer may stray from the likeliest words
/// @param topP above 0, at most 1: which share of the likely words is considered
/// @param maxTokens the longest answer, in tokens
/// @param stop texts at which the answer ends; they are not part of it
/// @param seed the same seed asks for the same answer, where a provider can
/// @param effort how long a model that thinks may think
public record Parameters(
    Optional<Double> temperature,
    Optional<Double> topP,
    Optional<Integer> maxTokens,
    List<String> stop,
    Optional<Long> seed,
    Optional<Effort> effort) {

  static final int MAX_TOKENS = 1_000_000;
  private static final int MAX_STOPS = 4;

  /// In code points.
  private static final int MAX_STOP_LENGTH = 200;

  /// Everything as the provider has it.
  public static final Parameters NONE =
      new Parameters(
          Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  /// @throws io.parley.platform.ProblemException `invalid_request` if one is out of bounds
  @JsonCreator
  public Parameters {
    stop = List.copyOf(stop);
    check(
        temperature.stream().allMatch(value -> value >= 0 && value <= 2),
        "`temperature` is between 0 and 2.");
    check(
        topP.stream().allMatch(value -> value > 0 && value <= 1), "`top_p` is above 0, at most 1.");
    check(
        maxTokens.stream().allMatch(value -> value >= 1 && value <= MAX_TOKENS),
        "`max_tokens` is between 1 and 1,000,000.");
    check(stop.size() <= MAX_STOPS, "`stop` has at most 4 texts.");
    check(
        stop.stream().allMatch(Parameters::isStop),
        "Each text in `stop` has between 1 and 200 characters.");
  }

  /// Without an effort.
  public Parameters(
      Optional<Double> temperature,
      Optional<Double> topP,
      Optional<Integer> maxTokens,
      List<String> stop,
      Optional<Long> seed) {
    this(temperature, topP, maxTokens, stop, seed, Optional.empty());
  }

  private static boolean isStop(String text) {
    return !text.isEmpty() && text.codePointCount(0, text.length()) <= MAX_STOP_LENGTH;
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw Problem.INVALID_REQUEST.because(sentence);
    }
  }
}

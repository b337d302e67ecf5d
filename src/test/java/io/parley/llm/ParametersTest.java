package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParametersTest {
  @Test
  void theEndsOfEachRangeAreAllowed() {
    temperature(0);
    temperature(2);
    topP(1);
    topP(Double.MIN_VALUE);
    maxTokens(1);
    maxTokens(1_000_000);
    stop(Collections.nCopies(4, "🦜".repeat(200)));
  }

  @Test
  void whatIsOutOfBoundsIsRefusedWithASentence() {
    String temperature = "`temperature` is between 0 and 2.";
    refused(temperature, () -> temperature(-0.1));
    refused(temperature, () -> temperature(2.1));
    refused(temperature, () -> temperature(Double.NaN));
    String topP = "`top_p` is above 0, at most 1.";
    refused(topP, () -> topP(0));
    refused(topP, () -> topP(1.01));
    refused(topP, () -> topP(Double.NaN));
    String maxTokens = "`max_tokens` is between 1 and 1,000,000.";
    refused(maxTokens, () -> maxTokens(0));
    refused(maxTokens, () -> maxTokens(1_000_001));
    refused("`stop` has at most 4 texts.", () -> stop(Collections.nCopies(5, "x")));
    String stop = "Each text in `stop` has between 1 and 200 characters.";
    refused(stop, () -> stop(List.of("")));
    refused(stop, () -> stop(List.of("🦜".repeat(201))));
  }

  private static void refused(String sentence, Runnable attempt) {
    ProblemException refusal = assertThrows(ProblemException.class, attempt::run);
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
    assertEquals(sentence, refusal.detail());
  }

  private static void temperature(double value) {
    Parameters parameters =
        new Parameters(
            Optional.of(value), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    assertEquals(Optional.of(value), parameters.temperature());
  }

  private static void topP(double value) {
    of(Optional.of(value), Optional.empty(), List.of());
  }

  private static void maxTokens(int value) {
    of(Optional.empty(), Optional.of(value), List.of());
  }

  private static void stop(List<String> value) {
    of(Optional.empty(), Optional.empty(), value);
  }

  private static void of(Optional<Double> topP, Optional<Integer> maxTokens, List<String> stop) {
    Parameters parameters =
        new Parameters(Optional.empty(), topP, maxTokens, stop, Optional.empty());
    assertEquals(stop, parameters.stop());
  }
}

package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainedGenerationTest {
  private static final ModelId WANTED = ModelId.of("a/wanted");
  private static final ModelId NEXT = ModelId.of("b/next");
  private static final ModelId LOCAL = ModelId.of("ollama/local");

  /// What was asked of whom, in order.
  private final List<Asked> asked = new ArrayList<>();

  private final Heard heard = new Heard();
  private final List<String> metrics = new ArrayList<>();

  private static final class Asked implements Generation {
    final ModelId model;
    final Consumer<GenerationEvent> listener;
    boolean cancelled;

    Asked(Prompt prompt, Consumer<GenerationEvent> listener) {
      this.model = prompt.model();
      this.listener = listener;
    }

    void says(GenerationEvent... events) {
      Stream.of(events).forEach(listener);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Test
  void aModelThatAnswersIsTheOnlyOneAsked() throws Exception {
    start();
    asked.getFirst().says(new Text("Hi"), completed());

    assertEquals(
        List.of(new Began(WANTED, List.of(), false), new Text("Hi"), completed()), heard.events());
    assertEquals(1, asked.size());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "RATE_LIMITED",
        "PROVIDER_QUOTA_EXHAUSTED",
        "PROVIDER_ERROR",
        "PROVIDER_UNREACHABLE",
        "PROVIDER_TIMEOUT",
        "STREAM_BROKEN",
        "MALFORMED_EVENT",
        "ANSWER_TOO_LARGE"
      })
  void ifAModelCannotAnswerTheNextOneDoes(FailureCode code) throws Exception {
    start();
    asked.get(0).says(failed(code));
    asked.get(1).says(new Text("Hi"), completed());

    assertEquals(
        List.of(
            new Began(NEXT, List.of(new Fallback(WANTED, code)), false),
            new Text("Hi"),
            completed()),
        heard.events());
    assertEquals(List.of(WANTED, NEXT), asked.stream().map(one -> one.model).toList());
    assertEquals(List.of("a fell back"), metrics);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PROVIDER_UNAUTHORIZED",
        "MODEL_NOT_FOUND",
        "CONTEXT_LENGTH_EXCEEDED",
        "PROVIDER_REJECTED"
      })
  void whatIsForSomebodyToCorrectIsNotHidden(FailureCode code) throws Exception {
    start();
    asked.getFirst().says(failed(code));

    assertEquals(List.of(failed(code)), heard.events());
    assertEquals(1, asked.size());
  }

  @Test
  void afterTheFirstTextNobodyElseIsAsked() throws Exception {
    start();
    asked.getFirst().says(new Text("Hi"), failed(FailureCode.STREAM_BROKEN));

    assertEquals(failed(FailureCode.STREAM_BROKEN), heard.end());
    assertEquals("Hi", heard.text());
    assertEquals(1, asked.size());
  }

  @Test
  void ifNobodyCanAnswerTheFailureIsTheWantedModels() throws Exception {
    start();
    Failed busy = new Failed(FailureCode.RATE_LIMITED, "Busy.", Optional.of(Duration.ofSeconds(9)));
    asked.get(0).says(busy);
    asked.get(1).says(failed(FailureCode.PROVIDER_ERROR));
    asked.get(2).says(failed(FailureCode.PROVIDER_UNREACHABLE));

    assertEquals(
        new Failed(
            FailureCode.RATE_LIMITED,
            "Busy.",
            Optional.of(Duration.ofSeconds(9)),
            List.of(
                new Fallback(WANTED, FailureCode.RATE_LIMITED),
                new Fallback(NEXT, FailureCode.PROVIDER_ERROR),
                new Fallback(LOCAL, FailureCode.PROVIDER_UNREACHABLE))),
        heard.end());
  }

  @Test
  void anEmptyAnswerIsAnAnswer() throws Exception {
    start();
    asked.getFirst().says(completed());

    assertEquals(List.of(new Began(WANTED, List.of(), false), completed()), heard.events());
  }

  @Test
  void cancellingReachesTheModelThatIsAsked() throws Exception {
    Generation generation = start();
    asked.get(0).says(failed(FailureCode.PROVIDER_ERROR));

    generation.cancel();

    assertEquals(List.of(false, true), asked.stream().map(one -> one.cancelled).toList());
    asked.get(1).says(new Cancelled());
    assertEquals(new Cancelled(), heard.end());
  }

  @Test
  void afterCancellingNobodyElseIsAsked() throws Exception {
    start().cancel();
    asked.getFirst().says(failed(FailureCode.PROVIDER_ERROR));

    assertEquals(new Cancelled(), heard.end());
    assertEquals(1, asked.size());
  }

  @Test
  void modelsMayFailBeforeTheCallReturns() throws Exception {
    Generation generation =
        new ChainedGeneration(
                prompt(),
                List.of(WANTED, NEXT, LOCAL),
                (prompt, listener) -> {
                  Asked one = new Asked(prompt, listener);
                  asked.add(one);
                  if (!prompt.model().equals(LOCAL)) {
                    one.says(failed(FailureCode.PROVIDER_UNREACHABLE));
                  }
                  return one;
                },
                meter(),
                heard)
            .start();

    generation.cancel();

    assertEquals(List.of(false, false, true), asked.stream().map(one -> one.cancelled).toList());
    asked.getLast().says(completed());
    assertInstanceOf(Completed.class, heard.end());
  }

  private Generation start() {
    return new ChainedGeneration(
            prompt(),
            List.of(WANTED, NEXT, LOCAL),
            (prompt, listener) -> {
              asked.add(new Asked(prompt, listener));
              return asked.getLast();
            },
            meter(),
            heard)
        .start();
  }

  private static Prompt prompt() {
    return Prompt.of(WANTED, PromptMessage.user("Hello"));
  }

  private static Completed completed() {
    return new Completed(Optional.empty(), FinishReason.STOP, List.of());
  }

  private static Failed failed(FailureCode code) {
    return new Failed(code, "A sentence.", Optional.empty());
  }

  private LlmMeter meter() {
    return new SilentMeter() {
      @Override
      public void fellBack(String provider) {
        metrics.add(provider + " fell back");
      }
    };
  }
}

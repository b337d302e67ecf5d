package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.Event.ReplyStatus;
import io.parley.event.ReplyId;
import io.parley.llm.Cost;
import io.parley.llm.FailureCode;
import io.parley.llm.Fallback;
import io.parley.llm.FinishReason;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.ModelId;
import io.parley.llm.Usage;
import io.parley.platform.Ids;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReplyRunTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<String> deltas = Collections.synchronizedList(new ArrayList<>());
  private final List<String> thoughts = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger cancelled = new AtomicInteger();
  private final ReplyRun.Shown shown =
      new ReplyRun.Shown() {
        @Override
        public void thinking(String piece) {
          thoughts.add(piece);
        }

        @Override
        public void text(String piece) {
          deltas.add(piece);
        }
      };

  @Test
  void theFirstTokenIsShownAtOnceAndTheOthersTogether() throws Exception {
    ReplyRun run = run(HOUR, 1_000);
    ReplyOutcome outcome = run.generate(saying("a", "b", "c", "d"), List.of(), shown);
    assertEquals(List.of("a", "bcd"), deltas);
    assertEquals("abcd", outcome.text());
    assertEquals(ReplyStatus.FINISHED, outcome.status());
    assertEquals(4, outcome.usage().orElseThrow().completionTokens());
  }

  @Test
  void aFailureKeepsThePartThatCame() throws Exception {
    ReplyRun run = run(HOUR, 1_000);
    ReplyOutcome outcome =
        run.generate(
            started(listener -> {
              listener.accept(new GenerationEvent.Text("half"));
              listener.accept(
                  new GenerationEvent.Failed(
                      FailureCode.STREAM_BROKEN, "It broke off.", Optional.empty()));
            }),
            List.of(),
            shown);
    assertEquals(ReplyStatus.FAILED, outcome.status());
    assertEquals("half", outcome.text());
    assertEquals("stream_broken", outcome.error().orElseThrow().code());
    assertEquals("half", String.join("", deltas));
  }

  @Test
  void whatTheModelThinksIsShownAndKeptApart() throws Exception {
    ReplyOutcome outcome =
        run(HOUR, 1_000).generate(ending(FinishReason.STOP, "first,", " second"), List.of(), shown);
    assertEquals("first, second", String.join("", thoughts));
    assertEquals("Done.", String.join("", deltas));
    assertEquals("Done.", outcome.text());
    assertEquals(Optional.of("first, second"), outcome.thinking());
    assertTrue(outcome.thoughtFor().isPresent());
  }

  @Test
  void thoughtsBeyondTheLimitAreLeftOutAndTheAnswerIsNot() throws Exception {
    ReplyOutcome outcome =
        run(HOUR, 1_000)
            .generate(
                ending(FinishReason.STOP, "0123456789", "0123456789", "0123456789"),
                List.of(),
                shown);
    assertEquals(20, outcome.thinking().orElseThrow().length());
    assertEquals("Done.", outcome.text());
  }

  @Test
  void anEndSaysWhy() throws Exception {
    Map<FinishReason, Optional<io.parley.event.FinishReason>> wire =
        Map.of(
            FinishReason.STOP, Optional.of(io.parley.event.FinishReason.STOP),
            FinishReason.LENGTH, Optional.of(io.parley.event.FinishReason.LENGTH),
            FinishReason.CONTENT_FILTER, Optional.of(io.parley.event.FinishReason.CONTENT_FILTER),
            FinishReason.REFUSAL, Optional.of(io.parley.event.FinishReason.REFUSAL),
            FinishReason.TOOL_CALLS, Optional.of(io.parley.event.FinishReason.TOOL_CALLS),
            FinishReason.ERROR, Optional.of(io.parley.event.FinishReason.ERROR),
            FinishReason.OTHER, Optional.empty());
    for (var reason : wire.entrySet()) {
      ReplyOutcome outcome = run(HOUR, 1_000).generate(ending(reason.getKey()), List.of(), shown);
      assertEquals(reason.getValue(), outcome.reason());
      assertEquals(ReplyStatus.FINISHED, outcome.status());
    }
  }

  @Test
  void theWordsOfAModelThatDeclinesAreMadeHarmlessAsItsTextIs() throws Exception {
    String words = "I\0 can't. " + "\uD83D\uDE00".repeat(2_000) + "\uD83D";
    ReplyOutcome outcome =
        run(HOUR, 1_000)
            .generate(
                started(listener ->
                    listener.accept(
                        new GenerationEvent.Completed(
                            Optional.empty(),
                            FinishReason.REFUSAL,
                            Optional.of(words),
                            List.of(),
                            Optional.empty()))),
                List.of(),
                shown);
    String kept = outcome.refusal().orElseThrow();
    assertTrue(kept.startsWith("I can't. \uD83D\uDE00"), kept);
    assertTrue(kept.length() <= 4_000);
    assertTrue(Character.isLowSurrogate(kept.charAt(kept.length() - 1)), "no half character");
  }

  @Test
  void aReplyThatReachesTheLimitOfThisServerWasCutOff() throws Exception {
    ReplyOutcome outcome = run(HOUR, 3).generate(saying("abcdef"), List.of(), shown);
    assertEquals(Optional.of(io.parley.event.FinishReason.LENGTH), outcome.reason());
  }

  @Test
  void whoGoesOnKeepsWhatWasSaidAndSendsOnlyWhatIsNew() throws Exception {
    Earlier earlier = new Earlier("one, ", Optional.of("hm"), Optional.empty(), Optional.empty());
    ReplyOutcome outcome =
        run(HOUR, 1_000, earlier).generate(ending(FinishReason.STOP, "so"), List.of(), shown);
    assertEquals("one, Done.", outcome.text());
    assertEquals(List.of("Done."), deltas);
    assertEquals(Optional.of("hm\n\nso"), outcome.thinking());
  }

  @Test
  void whoHasNothingToAddEndsWhatWasSaid() throws Exception {
    Earlier earlier =
        new Earlier("all of it", Optional.empty(), Optional.empty(), Optional.empty());
    ReplyOutcome outcome =
        run(HOUR, 1_000, earlier)
            .generate(
                started(listener ->
                    listener.accept(
                        new GenerationEvent.Failed(
                            FailureCode.EMPTY_ANSWER, "Nothing.", Optional.empty()))),
                List.of(),
                shown);
    assertEquals(ReplyStatus.FINISHED, outcome.status());
    assertEquals("all of it", outcome.text());
  }

  @Test
  void aStopBeforeTheModelIsAskedAsksNobody() throws Exception {
    ReplyRun run = run(HOUR, 1_000);
    run.stop();
    ReplyOutcome outcome =
        run.generate(
            _ -> {
              throw new AssertionError("the model was asked");
            },
            List.of(),
            shown);
    assertEquals(ReplyStatus.STOPPED, outcome.status());
  }

  @Test
  void aStopBeforeTheFirstTokenEndsTheReplyAndTheGeneration() throws Exception {
    ReplyRun run = run(HOUR, 1_000);
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<ReplyOutcome> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            outcome.complete(
                run.generate(
                    _ -> {
                      asked.countDown();
                      return cancelled::incrementAndGet;
                    },
                    List.of(),
                    shown));
          } catch (InterruptedException | RuntimeException e) {
            outcome.completeExceptionally(e);
          }
        });
    assertTrue(asked.await(5, TimeUnit.SECONDS));
    run.stop();
    assertEquals(ReplyStatus.STOPPED, outcome.get(5, TimeUnit.SECONDS).status());
    assertTrue(cancelled.get() > 0);
    assertEquals(List.of(), deltas);
  }

  @Test
  void aModelThatNeverEndsIsCutOffAndNotLeftHanging() throws Exception {
    ReplyRun run = run(Duration.ofNanos(1), 5_000);
    CountDownLatch released = new CountDownLatch(1);
    ReplyOutcome outcome =
        run.generate(
            started(listener -> {
              for (int i = 0; i < 100_000; i++) {
                listener.accept(new GenerationEvent.Text("word "));
              }
              released.countDown();
            }),
            List.of(),
            shown);
    assertEquals(5_000, outcome.text().length());
    assertEquals(outcome.text(), String.join("", deltas));
    assertTrue(released.await(5, TimeUnit.SECONDS), "the generation's thread waits for ever");
    assertTrue(cancelled.get() > 0);
  }

  @Test
  void whoAnsweredAndWhatItCostIsKept() throws Exception {
    GenerationEvent.Began began =
        new GenerationEvent.Began(
            ModelId.of("test/second"),
            List.of(new Fallback(ModelId.of("test/first"), FailureCode.RATE_LIMITED)),
            false);
    Cost cost = new Cost(new BigDecimal("0.002"), "USD");
    ReplyOutcome outcome =
        run(HOUR, 1_000)
            .generate(
                listener -> {
                  listener.accept(began);
                  listener.accept(new GenerationEvent.Text("Hello"));
                  listener.accept(
                      new GenerationEvent.Completed(
                          Optional.empty(),
                          FinishReason.STOP,
                          Optional.empty(),
                          List.of(),
                          Optional.of(cost)));
                  return cancelled::incrementAndGet;
                },
                List.of(),
                shown);
    assertEquals(Optional.of(began), outcome.began());
    assertEquals(began.fallbacks(), outcome.fallbacks());
    assertEquals(Optional.of(cost), outcome.cost());
  }

  @Test
  void whoWasAskedInVainIsKeptWhenAllFail() throws Exception {
    List<Fallback> inVain =
        List.of(
            new Fallback(ModelId.of("test/first"), FailureCode.RATE_LIMITED),
            new Fallback(ModelId.of("test/second"), FailureCode.PROVIDER_ERROR));
    ReplyOutcome outcome =
        run(HOUR, 1_000)
            .generate(
                listener -> {
                  listener.accept(
                      new GenerationEvent.Failed(
                          FailureCode.RATE_LIMITED, "Too many.", Optional.empty(), inVain));
                  return cancelled::incrementAndGet;
                },
                List.of(),
                shown);
    assertEquals(Optional.empty(), outcome.began());
    assertEquals(inVain, outcome.fallbacks());
  }

  private static ReplyRun run(Duration deltaInterval, int maxLength) {
    return run(deltaInterval, maxLength, Earlier.NOTHING);
  }

  private static ReplyRun run(Duration deltaInterval, int maxLength, Earlier earlier) {
    return new ReplyRun(
        new ConversationId(Ids.next()),
        new ReplyId(Ids.next()),
        deltaInterval,
        new ReplyRun.Limits(maxLength, 20),
        earlier);
  }

  private Function<Consumer<GenerationEvent>, Generation> ending(
      FinishReason reason, String... thoughts) {
    return started(listener -> {
      for (String thought : thoughts) {
        listener.accept(new GenerationEvent.Thinking(thought));
      }
      listener.accept(new GenerationEvent.Text("Done."));
      listener.accept(new GenerationEvent.Completed(Optional.empty(), reason, List.of()));
    });
  }

  private Function<Consumer<GenerationEvent>, Generation> saying(String... pieces) {
    return started(listener -> {
      for (String piece : pieces) {
        listener.accept(new GenerationEvent.Text(piece));
      }
      listener.accept(
          new GenerationEvent.Completed(
              Optional.of(new Usage(1, pieces.length)), FinishReason.STOP, List.of()));
    });
  }

  private Function<Consumer<GenerationEvent>, Generation> started(
      Consumer<Consumer<GenerationEvent>> model) {
    return listener -> {
      Thread.ofVirtual().start(() -> model.accept(listener));
      return cancelled::incrementAndGet;
    };
  }
}

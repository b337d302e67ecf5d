package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Gate.Pass;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Text;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GateTest {
  private final VirtualClock clock = new VirtualClock();
  private final Gate gate = gate();

  private Gate gate() {
    return new Gate("lab", new Gate.Limits(1, Duration.ofSeconds(30), 2), clock);
  }

  @Test
  void onlySoManyAreUnderWay() {
    Pass first = gate.enter("m");
    gate.enter("m");
    assertEquals(
        FailureCode.RATE_LIMITED,
        assertThrows(ProviderFailure.class, () -> gate.enter("m")).code());

    first.completed();
    first.givenUp();

    gate.enter("m");
    assertThrows(ProviderFailure.class, () -> gate.enter("m"), "a pass is handed back once");
  }

  @Test
  void whoIsRefusedTakesNoPlace() {
    gate.enter("m")
        .failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNREACHABLE, Optional.empty());
    for (int n = 0; n < 5; n++) {
      ProviderFailure refusal = assertThrows(ProviderFailure.class, () -> gate.enter("m"));
      assertEquals(FailureCode.PROVIDER_UNREACHABLE, refusal.code());
      assertEquals(Optional.of(Duration.ofSeconds(30)), refusal.retryAfter());
    }
  }

  @Test
  void aModelThatAsksForARestLeavesTheOthersAlone() {
    Optional<Duration> rest = Optional.of(Duration.ofSeconds(7));
    gate.enter("busy").failed(FailureScope.MODEL, FailureCode.RATE_LIMITED, rest);

    ProviderFailure refusal = assertThrows(ProviderFailure.class, () -> gate.enter("busy"));
    assertEquals(FailureCode.RATE_LIMITED, refusal.code());
    assertEquals(rest, refusal.retryAfter());
    gate.enter("another").completed();
    assertEquals(Breaker.State.OPEN, gate.state("busy"));
    assertEquals(Breaker.State.CLOSED, gate.state());
    assertEquals(1, gate.openModels());

    clock.advance(Duration.ofSeconds(7));
    gate.enter("busy").completed();
    assertEquals(0, gate.openModels());
  }

  @Test
  void aModelThatIsIllLeavesTheOthersAlone() {
    for (FailureCode code :
        List.of(
            FailureCode.PROVIDER_ERROR,
            FailureCode.PROVIDER_TIMEOUT,
            FailureCode.STREAM_BROKEN,
            FailureCode.MALFORMED_EVENT)) {
      gate.enter(code.wire()).failed(code.scope(), code, Optional.empty());
      assertThrows(ProviderFailure.class, () -> gate.enter(code.wire()), code.wire());
      gate.enter("another").completed();
    }
  }

  @Test
  void aConnectionAKeyAndAnAccountAreThoseOfAllModels() {
    Optional<Duration> rest = Optional.of(Duration.ofSeconds(7));
    for (FailureCode code :
        List.of(
            FailureCode.PROVIDER_UNAUTHORIZED,
            FailureCode.PROVIDER_QUOTA_EXHAUSTED,
            FailureCode.PROVIDER_UNREACHABLE)) {
      Gate one = gate();
      one.enter("m").failed(code.scope(), code, rest);
      assertEquals(code, assertThrows(ProviderFailure.class, () -> one.enter("another")).code());
    }
  }

  @Test
  void whatIsWrongWithAProviderIsLoggedOnceAndThatItIsWellAgain() {
    try (Logged log = new Logged(Gate.class.getName())) {
      for (int n = 0; n < 5; n++) {
        gate.enter("m")
            .failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNAUTHORIZED, Optional.empty());
      }
      assertEquals(
          List.of("The provider lab: The provider refused the API key. Check api-key."),
          log.said());
      assertTrue(gate.problem().isPresent());

      gate.enter("m").completed();
      gate.enter("m").completed();

      assertEquals(Optional.empty(), gate.problem());
      assertEquals("The provider lab answers again", log.said().getLast());
      assertEquals(2, log.said().size());
    }
  }

  @Test
  void aTroubleThatNobodyHasMetForAWhileIsForgotten() {
    Optional<Duration> none = Optional.empty();
    gate.enter("m").failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNAUTHORIZED, none);
    int changes = gate.changes();
    gate.reached();
    clock.advance(Duration.ofMinutes(9));
    assertEquals(changes, gate.changes());
    assertTrue(gate.problem().isPresent(), "many list their models to everybody");
    clock.advance(Duration.ofMinutes(1));
    assertEquals(changes + 1, gate.changes());
    assertEquals(none, gate.problem());

    gate.enter("m").failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNREACHABLE, none);
    gate.reached();
    assertEquals(Optional.empty(), gate.problem());
  }

  @Test
  void modelsThatFailHaveAnEnd() {
    for (int n = 0; n < 3_000; n++) {
      gate.enter("m" + n).failed(FailureScope.MODEL, FailureCode.PROVIDER_ERROR, Optional.empty());
    }
    assertTrue(gate.openModels() <= 1_000, () -> gate.openModels() + " are remembered");
    assertEquals(Breaker.State.OPEN, gate.state("m2999"));
  }

  @Test
  void aShutGateIsAFailureLikeAnyOther() throws Exception {
    gate.enter("m")
        .failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNREACHABLE, Optional.empty());
    Heard heard = new Heard();

    gate.generate(
        "m",
        heard,
        _ -> {
          throw new AssertionError("nobody is asked");
        });

    assertEquals(FailureCode.PROVIDER_UNREACHABLE, heard.failure().code());
  }

  @Test
  void whatCannotBeStartedTakesNoPlace() {
    Heard heard = new Heard();
    for (int n = 0; n < 5; n++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              gate.generate(
                  "m",
                  heard,
                  _ -> {
                    throw new IllegalStateException("not started");
                  }));
    }
    gate.enter("m");
  }

  @Test
  void everyEndHandsThePlaceBack() {
    List<Consumer<GenerationEvent>> running = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      gate.generate(
          "m",
          event -> {
            if (event instanceof Text) {
              throw new IllegalStateException("the listener's own trouble");
            }
          },
          watched -> {
            running.add(watched);
            return () -> {};
          });
      Consumer<GenerationEvent> last = running.getLast();
      if (n % 2 == 0) {
        last.accept(new Cancelled());
      } else {
        assertThrows(IllegalStateException.class, () -> last.accept(new Text("x")));
      }
    }
    assertEquals(10, running.size());
  }
}

package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Bulkhead.Permit;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Text;
import io.parley.testing.Logged;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private final VirtualClock clock = new VirtualClock();
  private final Bulkhead bulkhead = gate();

  private Bulkhead gate() {
    return new Bulkhead("bulkhead-lab", new Bulkhead.Limits(1, Duration.ofSeconds(30), 2), clock);
  }

  @Test
  void onlySoManyAreUnderWay() {
    Permit first = bulkhead.enter("m");
    bulkhead.enter("m");
    assertEquals(
        FailureCode.RATE_LIMITED,
        assertThrows(ProviderFailure.class, () -> bulkhead.enter("m")).code());

    first.completed();
    first.givenUp();

    bulkhead.enter("m");
    assertThrows(ProviderFailure.class, () -> bulkhead.enter("m"), "a pass is handed back once");
  }

  @Test
  void whoIsRefusedTakesNoPlace() {
    bulkhead
        .enter("m")
        .failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNREACHABLE, Optional.empty());
    for (int n = 0; n < 5; n++) {
      ProviderFailure refusal = assertThrows(ProviderFailure.class, () -> bulkhead.enter("m"));
      assertEquals(FailureCode.PROVIDER_UNREACHABLE, refusal.code());
      assertEquals(Optional.of(Duration.ofSeconds(30)), refusal.retryAfter());
    }
  }

  @Test
  void aModelThatAsksForARestLeavesTheOthersAlone() {
    Optional<Duration> rest = Optional.of(Duration.ofSeconds(7));
    bulkhead.enter("busy").failed(FailureScope.MODEL, FailureCode.RATE_LIMITED, rest);

    ProviderFailure refusal = assertThrows(ProviderFailure.class, () -> bulkhead.enter("busy"));
    assertEquals(FailureCode.RATE_LIMITED, refusal.code());
    assertEquals(rest, refusal.retryAfter());
    bulkhead.enter("another").completed();
    assertEquals(Breaker.State.OPEN, bulkhead.state("busy"));
    assertEquals(Breaker.State.CLOSED, bulkhead.state());
    assertEquals(1, bulkhead.openModels());

    clock.advance(Duration.ofSeconds(7));
    bulkhead.enter("busy").completed();
    assertEquals(0, bulkhead.openModels());
  }

  @Test
  void aModelThatIsIllLeavesTheOthersAlone() {
    for (FailureCode code :
        List.of(
            FailureCode.PROVIDER_ERROR,
            FailureCode.PROVIDER_TIMEOUT,
            FailureCode.STREAM_BROKEN,
            FailureCode.MALFORMED_EVENT)) {
      bulkhead.enter(code.wire()).failed(code.scope(), code, Optional.empty());
      assertThrows(ProviderFailure.class, () -> bulkhead.enter(code.wire()), code.wire());
      bulkhead.enter("another").completed();
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
      Bulkhead one = gate();
      one.enter("m").failed(code.scope(), code, rest);
      assertEquals(code, assertThrows(ProviderFailure.class, () -> one.enter("another")).code());
    }
  }

  @Test
  void whatIsWrongWithAProviderIsLoggedOnceAndThatItIsWellAgain() {
    try (Logged log = new Logged(Bulkhead.class.getName(), "bulkhead-lab")) {
      for (int n = 0; n < 5; n++) {
        bulkhead
            .enter("m")
            .failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNAUTHORIZED, Optional.empty());
      }
      assertEquals(
          List.of("The provider bulkhead-lab: The provider refused the API key. Check api-key."),
          log.said());
      assertTrue(bulkhead.problem().isPresent());

      bulkhead.enter("m").completed();
      bulkhead.enter("m").completed();

      assertEquals(Optional.empty(), bulkhead.problem());
      assertEquals("The provider bulkhead-lab answers again", log.said().getLast());
      assertEquals(2, log.said().size());
    }
  }

  @Test
  void aTroubleThatNobodyHasMetForAWhileIsForgotten() {
    Optional<Duration> none = Optional.empty();
    bulkhead.enter("m").failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNAUTHORIZED, none);
    int changes = bulkhead.changes();
    bulkhead.reached();
    clock.advance(Duration.ofMinutes(9));
    assertEquals(changes, bulkhead.changes());
    assertTrue(bulkhead.problem().isPresent(), "many list their models to everybody");
    clock.advance(Duration.ofMinutes(1));
    assertEquals(changes + 1, bulkhead.changes());
    assertEquals(none, bulkhead.problem());

    bulkhead.enter("m").failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNREACHABLE, none);
    bulkhead.reached();
    assertEquals(Optional.empty(), bulkhead.problem());
  }

  @Test
  void modelsThatFailHaveAnEnd() {
    for (int n = 0; n < 3_000; n++) {
      bulkhead
          .enter("m" + n)
          .failed(FailureScope.MODEL, FailureCode.PROVIDER_ERROR, Optional.empty());
    }
    assertTrue(bulkhead.openModels() <= 1_000, () -> bulkhead.openModels() + " are remembered");
    assertEquals(Breaker.State.OPEN, bulkhead.state("m2999"));
  }

  @Test
  void aShutGateIsAFailureLikeAnyOther() throws Exception {
    bulkhead
        .enter("m")
        .failed(FailureScope.PROVIDER, FailureCode.PROVIDER_UNREACHABLE, Optional.empty());
    Heard heard = new Heard();

    bulkhead.generate(
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
              bulkhead.generate(
                  "m",
                  heard,
                  _ -> {
                    throw new IllegalStateException("not started");
                  }));
    }
    bulkhead.enter("m");
  }

  @Test
  void everyEndHandsThePlaceBack() {
    List<Consumer<GenerationEvent>> running = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      bulkhead.generate(
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

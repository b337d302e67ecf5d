package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
  private final Gate gate =
      new Gate("lab", new Gate.Limits(1, Duration.ofSeconds(30), 2), new VirtualClock());

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

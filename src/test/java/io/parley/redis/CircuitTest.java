package io.parley.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private final VirtualClock clock = new VirtualClock();
  private final Circuit circuit = new Circuit(clock, Duration.ofSeconds(1));

  @Test
  void letsEverythingThroughUntilSomethingFails() {
    assertTrue(circuit.lets());
    circuit.succeeded();
    assertTrue(circuit.lets());
  }

  @Test
  void afterAFailureOneCallPerPauseTriesAgain() {
    circuit.failed();
    assertFalse(circuit.lets());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(circuit.lets());
    assertFalse(circuit.lets());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(circuit.lets());
  }

  @Test
  void oneSuccessOpensTheWayForAll() {
    circuit.failed();
    clock.advance(Duration.ofSeconds(1));
    assertTrue(circuit.lets());
    circuit.succeeded();
    assertTrue(circuit.lets());
    assertTrue(circuit.lets());
  }
}

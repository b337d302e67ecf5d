package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Breaker.Refusal;
import io.parley.llm.Breaker.State;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final VirtualClock clock = new VirtualClock();
  private final Breaker breaker = new Breaker(3, PAUSE, clock);

  @Test
  void someFailuresInARowOpenIt() {
    fail(2);
    assertTrue(passes());
    fail(1);

    assertEquals(State.OPEN, breaker.state());
    assertEquals(Optional.of(new Refusal(FailureCode.PROVIDER_TIMEOUT, PAUSE)), breaker.refuse());
  }

  @Test
  void failuresNotInARowDoNot() {
    for (int n = 0; n < 10; n++) {
      fail(2);
      breaker.succeeded();
    }
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void whatIsTheRequestsFaultDoesNot() {
    for (int n = 0; n < 10; n++) {
      breaker.failed(FailureCode.PROVIDER_REJECTED, Optional.empty());
      breaker.failed(FailureCode.RATE_LIMITED, Optional.empty());
    }
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void afterThePauseOneRequestTries() {
    fail(3);
    clock.advance(PAUSE);

    assertEquals(State.HALF_OPEN, breaker.state());
    assertTrue(passes());
    assertEquals(Optional.of(FailureCode.PROVIDER_TIMEOUT), breaker.refuse().map(Refusal::code));
    breaker.began();

    assertEquals(State.CLOSED, breaker.state());
    assertTrue(passes());
  }

  @Test
  void aTrialThatFailsOpensItAgain() {
    fail(3);
    clock.advance(PAUSE);
    assertTrue(passes());
    fail(1);

    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void aTrialThatIsGivenUpLeavesTheNextOne() {
    fail(3);
    clock.advance(PAUSE);
    assertTrue(passes());
    breaker.givenUp();

    assertTrue(passes());
  }

  @Test
  void whoSaysWhenToComeBackIsLeftAloneUntilThen() {
    breaker.failed(FailureCode.RATE_LIMITED, Optional.of(Duration.ofMinutes(2)));

    clock.advance(Duration.ofSeconds(119));
    breaker.succeeded(); // a request that had begun before
    assertEquals(
        Optional.of(new Refusal(FailureCode.RATE_LIMITED, Duration.ofSeconds(1))),
        breaker.refuse());
    clock.advance(Duration.ofSeconds(1));

    assertEquals(State.CLOSED, breaker.state());
    assertTrue(passes());
    assertTrue(passes(), "it was not ill: all may come");
  }

  @Test
  void nobodyIsLeftAloneForDays() {
    breaker.failed(FailureCode.RATE_LIMITED, Optional.of(Duration.ofDays(400)));
    clock.advance(Duration.ofHours(1));

    assertTrue(passes());
  }

  private boolean passes() {
    return breaker.refuse().isEmpty();
  }

  private void fail(int times) {
    for (int n = 0; n < times; n++) {
      breaker.failed(FailureCode.PROVIDER_TIMEOUT, Optional.empty());
    }
  }
}

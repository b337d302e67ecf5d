package io.parley.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void returnsAsSoonAsThereIsAValue() {
    var calls = new AtomicInteger();

    var value =
        Await.within(Duration.ofSeconds(10))
            .value(
                "the third call",
                () -> calls.incrementAndGet() == 3 ? Optional.of(calls.get()) : Optional.empty());

    assertEquals(3, value);
  }

  @Test
  void saysWhatItWaitedForInVain() {
    var failure =
        assertThrows(
            AssertionError.class,
            () -> Await.within(Duration.ofMillis(30)).check("pigs fly", () -> false));

    assertEquals("Waited 30 ms in vain: pigs fly", failure.getMessage());
  }

  @Test
  void aConditionThatThrowsDoesNotHoldYetAndIsTheCauseInTheEnd() {
    var broken = new IllegalStateException("not there");

    var failure =
        assertThrows(
            AssertionError.class,
            () ->
                Await.within(Duration.ofMillis(30))
                    .check(
                        "it is there",
                        () -> {
                          throw broken;
                        }));

    assertEquals(broken, failure.getCause());
  }
}

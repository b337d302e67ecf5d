package io.parley.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.platform.ProblemException.Wait;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 1, 1 second",
    "PT0.001S, 1, 1 second",
    "PT1S, 1, 1 second",
    "PT1.000000001S, 2, 2 seconds",
    "PT40S, 40, 40 seconds",
    "PT2M, 120, 120 seconds",
    "PT2M1S, 121, 3 minutes",
    "PT59M1S, 3541, 60 minutes",
    "PT2H, 7200, 120 minutes",
    "PT2H1S, 7201, 3 hours",
    "PT24H, 86400, 24 hours"
  })
  void aWaitIsRoundedUpInTheHeaderAndInWords(Duration wait, long seconds, String words) {
    assertEquals(seconds, Wait.seconds(wait));
    assertEquals(words, Wait.words(wait));
  }

  @Test
  void aProblemToWaitForSaysHowLong() {
    ProblemException refusal =
        Problem.RATE_LIMITED.because("At most 3 of them.", Duration.ofSeconds(40));
    assertEquals("At most 3 of them. Try again in 40 seconds.", refusal.detail());
    assertEquals(Optional.of(Duration.ofSeconds(40)), refusal.retryAfter());
  }
}

package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void secondsWithOrWithoutAFraction() {
    assertEquals(Optional.of(Duration.ofSeconds(20)), after("retry-after", "20"));
    assertEquals(Optional.of(Duration.ofMillis(1500)), after("retry-after", " 1.5 "));
  }

  @Test
  void aDate() {
    assertEquals(
        Optional.of(Duration.ofSeconds(30)), after("Retry-After", "Fri, 20 Nov 2026 12:00:30 GMT"));
    assertEquals(Optional.of(Duration.ZERO), after("retry-after", "Fri, 20 Nov 2026 11:00:00 GMT"));
  }

  @Test
  void milliseconds() {
    assertEquals(Optional.of(Duration.ofMillis(250)), after("retry-after-ms", "250"));
  }

  @Test
  void nonsenseIsNothing() {
    assertEquals(Optional.empty(), after("retry-after", "soon"));
    assertEquals(Optional.empty(), after("retry-after", "-5"));
    assertEquals(Optional.empty(), after("other", "5"));
  }

  private static Optional<Duration> after(String name, String value) {
    return ErrorBody.retryAfter(
        HttpHeaders.of(Map.of(name, List.of(value)), (key, text) -> true), NOW);
  }
}

package io.parley.llm;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The relay to a provider, for tests of other packages.
public final class Relays {
  private Relays() {}

  /// @param patience for the first token, and between two
  /// @param keepAlive for comments alone
  public static Relay to(
      URI baseUrl, Duration patience, Duration keepAlive, int maxBytes, List<String> outcomes) {
    Endpoint endpoint =
        new Endpoint("test", baseUrl, Optional.empty(), Map.of(), List.of())
            .within(new Timeouts(Duration.ofSeconds(5), patience, patience, keepAlive));
    return new OpenAiProvider(
            endpoint,
            new Bulkhead(
                "test", new Bulkhead.Limits(1_000, Duration.ofSeconds(1), 100), Clock.systemUTC()),
            OpenAiProvider.Room.of(maxBytes, maxBytes),
            ModelCapabilities.alone(Clock.systemUTC()))
        .relay(ModelId.of("test/m"), new Noted(outcomes))
        .orElseThrow();
  }

  private static final class Noted extends SilentMeter {
    private final List<String> outcomes;

    Noted(List<String> outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public void ended(String provider, String outcome) {
      outcomes.add(outcome);
    }
  }
}

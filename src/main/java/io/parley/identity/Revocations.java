package io.parley.identity;

import io.parley.apikey.ApiKeyRevoked;
import io.parley.apikey.ApiKeys;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Learns once a second which keys and guests' tokens have been revoked on any node, and ends what
/// their holders have open here. While PostgreSQL is unavailable, what is known stands.
@ApplicationScoped
public class Revocations {
  private static final Logger LOG = System.getLogger(Revocations.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// Uses of keys are written down this much later: for people who look for keys that nobody needs.
  private static final int ROUNDS_PER_NOTE = 30;

  @Inject ApiKeys keys;
  @Inject GuestTokens guests;
  @Inject ProofValidity validity;

  /// From the end of one round to the beginning of the next.
  Duration interval = INTERVAL;

  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("revocations").daemon().factory());
  private int round;

  void start(@Observes Startup startup) {
    begin();
  }

  void revokedHere(@Observes ApiKeyRevoked key) {
    validity.check();
  }

  void begin() {
    var _ =
        rounds.scheduleWithFixedDelay(
            () -> refresh(round++ % ROUNDS_PER_NOTE == 0),
            0,
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    rounds.shutdownNow();
  }

  boolean isOver() {
    return rounds.isShutdown();
  }

  /// Throws nothing: that would end all rounds.
  private void refresh(boolean note) {
    try {
      keys.refresh(note);
      guests.refresh();
      validity.check();
    } catch (RuntimeException unexpected) {
      LOG.log(Level.ERROR, "Revocations could not be read", unexpected);
    }
  }
}

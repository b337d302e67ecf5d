package io.parley.identity;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Learns once a second which keys and guests' tokens have been revoked on any node, and ends what
/// their holders have open here. While PostgreSQL is unavailable, what is known stands.
@ApplicationScoped
public class Revocations {
  private static final Logger LOG = Logger.getLogger(Revocations.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// Uses of keys are written down this much later: for people who look for keys that nobody needs.
  private static final int ROUNDS_PER_NOTE = 30;

  @Inject ApiKeys keys;
  @Inject GuestTokens guests;
  @Inject Standing standing;

  private volatile Thread refresher = Thread.ofVirtual().unstarted(() -> {});

  void start(@Observes Startup startup) {
    refresher = Thread.ofVirtual().name("revocations").start(this::keepFresh);
  }

  @PreDestroy
  void stop() {
    refresher.interrupt();
  }

  private void keepFresh() {
    try {
      for (int round = 0; !Thread.currentThread().isInterrupted(); round++) {
        refresh(round % ROUNDS_PER_NOTE == 0);
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "the server is stopping", e);
    }
  }

  private void refresh(boolean note) {
    try {
      keys.refresh(note);
      guests.refresh();
      standing.check();
    } catch (RuntimeException unexpected) {
      LOG.log(Level.SEVERE, "Revocations could not be read", unexpected);
    }
  }
}

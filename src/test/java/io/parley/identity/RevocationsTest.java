package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.apikey.ApiKeys;
import io.parley.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private final Revocations revocations = new Revocations();
  private final AtomicInteger rounds = new AtomicInteger();
  private Runnable duringRound = () -> {};

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    revocations.interval = Duration.ofMillis(1);
    revocations.validity = new ProofValidity(_ -> true, _ -> true);
    revocations.guests =
        new GuestTokens() {
          @Override
          void refresh() {}
        };
    revocations.keys =
        new ApiKeys() {
          @Override
          public void refresh(boolean note) {
            rounds.incrementAndGet();
            duringRound.run();
          }
        };
  }

  @Test
  void aRoundThatFailsDoesNotEndTheOthers() {
    duringRound =
        () -> {
          throw new IllegalStateException("unexpected");
        };
    revocations.begin();
    Await.until("three rounds", () -> rounds.get() >= 3);
    revocations.stop();
  }

  @Test
  void theEndDoesNotWaitForARoundThatHangsAndNoOtherBegins() {
    CountDownLatch broken = new CountDownLatch(1);
    duringRound =
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stopped) {
            broken.countDown();
          }
        };
    revocations.begin();
    Await.until("the first round", () -> rounds.get() == 1);
    revocations.stop();
    Await.until("the round is broken off", () -> broken.getCount() == 0);
    assertTrue(revocations.isOver());
    assertEquals(1, rounds.get());
  }
}

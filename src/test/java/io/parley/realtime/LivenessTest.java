package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.realtime.Liveness.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private final Liveness liveness = new Liveness(RealtimeConfig.DEFAULTS, 0);

  private Verdict atSecond(long second) {
    return liveness.check(TimeUnit.SECONDS.toNanos(second));
  }

  private void pongAtSecond(long second) {
    liveness.pong(TimeUnit.SECONDS.toNanos(second));
  }

  @Test
  void anIdleConnectionIsAskedRarely() {
    assertEquals(Verdict.FINE, atSecond(20));
    assertEquals(Verdict.PING, atSecond(21));
    pongAtSecond(21);
    assertEquals(Verdict.FINE, atSecond(41));
    assertEquals(Verdict.PING, atSecond(42));
  }

  @Test
  void aSilentConnectionIsClosed() {
    assertEquals(Verdict.PING, atSecond(21));
    assertEquals(Verdict.PING, atSecond(42));
    assertEquals(Verdict.FINE, atSecond(60));
    assertEquals(Verdict.SILENT, atSecond(61));
  }

  @Test
  void aTalkingConnectionIsNotSilent() {
    liveness.heard(TimeUnit.SECONDS.toNanos(50));
    assertEquals(Verdict.PING, atSecond(61));
  }

  @Test
  void aLittleIsConfirmedWithTheNextPing() {
    liveness.sent(Liveness.WORTH_ASKING_BYTES);
    assertEquals(Verdict.FINE, atSecond(20));
    assertEquals(Verdict.PING, atSecond(21));
  }

  @Test
  void moreThanALittleIsConfirmedSoon() {
    liveness.sent(Liveness.WORTH_ASKING_BYTES + 1);
    assertEquals(Verdict.FINE, atSecond(4));
    assertEquals(Verdict.PING, atSecond(5));
    pongAtSecond(6);
    assertEquals(Verdict.FINE, atSecond(20), "everything is confirmed");
  }

  @Test
  void whoStopsReadingIsNoticedWithinFifteenSeconds() {
    liveness.sent(Liveness.WORTH_ASKING_BYTES + 1);
    assertEquals(Verdict.PING, atSecond(5));
    liveness.sent(Liveness.NEGLIGIBLE_BYTES);
    liveness.heard(TimeUnit.SECONDS.toNanos(12));
    assertEquals(Verdict.FINE, atSecond(13), "and is asked only once");
    assertEquals(Verdict.NOT_READING, atSecond(14));
  }

  @Test
  void aLittleMayStayUnconfirmedUntilTheIdleTimeout() {
    liveness.sent(Liveness.NEGLIGIBLE_BYTES);
    assertEquals(Verdict.PING, atSecond(5));
    assertEquals(Verdict.FINE, atSecond(59));
    assertEquals(Verdict.SILENT, atSecond(61));
  }

  @Test
  void whoHasMuchToReadMayTakeLonger() {
    liveness.sent(10 * Outbox.MIN_BYTES_PER_SECOND);
    assertEquals(Verdict.PING, atSecond(5));
    assertEquals(Verdict.FINE, atSecond(22));
    pongAtSecond(22);
    assertEquals(Verdict.FINE, atSecond(24));
  }
}

package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.participant.ParticipantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {
  private final Set<ParticipantId> revoked = new HashSet<>();
  private final Standing standing = new Standing(_ -> true, guest -> !revoked.contains(guest.id()));
  private final List<String> ended = new ArrayList<>();
  private final Caller ada = GuestDesk.caller("192.0.2.1");
  private final Caller grace = GuestDesk.caller("192.0.2.1");

  @Test
  void whoeverIsRevokedIsToldOnceAndNobodyElse() {
    var _ = standing.watch(ada, () -> ended.add("ada"));
    var _ = standing.watch(grace, () -> ended.add("grace"));
    standing.check();
    assertEquals(List.of(), ended);
    revoked.add(ada.id());
    assertFalse(standing.holds(ada));
    assertTrue(standing.holds(grace));
    standing.check();
    standing.check();
    assertEquals(List.of("ada"), ended);
  }

  @Test
  void whoeverIsRevokedAlreadyIsToldAtOnce() {
    revoked.add(ada.id());
    var _ = standing.watch(ada, () -> ended.add("ada"));
    assertEquals(List.of("ada"), ended);
    assertEquals(0, standing.watched());
  }

  @Test
  void nobodyIsWatchedAfterTheEnd() {
    Standing.Watch watch = standing.watch(ada, () -> ended.add("ada"));
    watch.close();
    revoked.add(ada.id());
    standing.check();
    assertEquals(List.of(), ended);
    assertEquals(0, standing.watched());
  }
}

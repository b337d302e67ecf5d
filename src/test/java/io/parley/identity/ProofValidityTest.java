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

class ProofValidityTest {
  private final Set<ParticipantId> revoked = new HashSet<>();
  private final ProofValidity validity =
      new ProofValidity(_ -> true, guest -> !revoked.contains(guest.id()));
  private final List<String> ended = new ArrayList<>();
  private final Caller ada = GuestDesk.caller("192.0.2.1");
  private final Caller grace = GuestDesk.caller("192.0.2.1");

  @Test
  void whoeverIsRevokedIsToldOnceAndNobodyElse() {
    var _ = validity.watch(ada, () -> ended.add("ada"));
    var _ = validity.watch(grace, () -> ended.add("grace"));
    validity.check();
    assertEquals(List.of(), ended);
    revoked.add(ada.id());
    assertFalse(validity.holds(ada));
    assertTrue(validity.holds(grace));
    validity.check();
    validity.check();
    assertEquals(List.of("ada"), ended);
  }

  @Test
  void whoeverIsRevokedAlreadyIsToldAtOnce() {
    revoked.add(ada.id());
    var _ = validity.watch(ada, () -> ended.add("ada"));
    assertEquals(List.of("ada"), ended);
    assertEquals(0, validity.watched());
  }

  @Test
  void nobodyIsWatchedAfterTheEnd() {
    ProofValidity.Watch watch = validity.watch(ada, () -> ended.add("ada"));
    watch.close();
    revoked.add(ada.id());
    validity.check();
    assertEquals(List.of(), ended);
    assertEquals(0, validity.watched());
  }
}

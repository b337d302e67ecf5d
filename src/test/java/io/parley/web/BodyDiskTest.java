package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import org.junit.jupiter.api.Test;

class BodyDiskTest {
  private final BodyDisk disk = new BodyDisk(400, 100);

  @Test
  void whatDoesNotFitIsRefusedUntilThereIsRoomAgain() {
    BodyDisk.Share first = disk.share("192.0.2.1");
    for (int other = 2; other <= 4; other++) {
      disk.share("192.0.2." + other).grow(100);
    }
    first.grow(100);
    BodyDisk.Share late = disk.share("192.0.2.5");
    assertRefused(Problem.UNAVAILABLE, late);
    first.close();
    first.close();
    assertEquals(300, disk.taken());
    late.grow(100);
    assertEquals(400, disk.taken());
  }

  @Test
  void oneAddressHasAQuarterOfIt() {
    disk.share("192.0.2.1").grow(60);
    BodyDisk.Share second = disk.share("192.0.2.1");
    second.grow(40);
    assertRefused(Problem.RATE_LIMITED, second);
    second.close();
    disk.share("192.0.2.1").grow(40);
    assertEquals(100, disk.taken());
  }

  private static void assertRefused(Problem problem, BodyDisk.Share share) {
    ProblemException refused = assertThrows(ProblemException.class, () -> share.grow(1));
    assertEquals(problem, refused.problem());
    assertTrue(refused.retryAfter().isPresent());
  }
}

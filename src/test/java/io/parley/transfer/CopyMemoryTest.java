package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import org.junit.jupiter.api.Test;

class CopyMemoryTest {
  private final CopyMemory memory = new CopyMemory(100, 2, 3);
  private final ParticipantId ada = new ParticipantId(Ids.next());
  private final ParticipantId bob = new ParticipantId(Ids.next());

  @Test
  void whatDoesNotFitIsRefusedUntilSomethingIsGivenBack() {
    CopyMemory.Hold first = memory.take(ada, 60);
    ProblemException refused = assertThrows(ProblemException.class, () -> memory.take(bob, 41));
    assertEquals(Problem.UNAVAILABLE, refused.problem());
    assertTrue(refused.retryAfter().isPresent());
    memory.take(bob, 40).close();
    first.close();
    memory.take(bob, 100).close();
  }

  @Test
  void oneGuestHasOnlySoManyUnderWay() {
    CopyMemory.Hold first = memory.take(ada, 1);
    memory.take(ada, 1);
    ProblemException refused = assertThrows(ProblemException.class, () -> memory.take(ada, 1));
    assertEquals(Problem.RATE_LIMITED, refused.problem());
    assertTrue(refused.retryAfter().isPresent());
    memory.take(bob, 1).close();
    first.close();
    memory.take(ada, 1).close();
  }

  @Test
  void allTogetherHaveOnlySoManyUnderWay() {
    CopyMemory.Hold first = memory.take(ada, 1);
    memory.take(ada, 1);
    memory.take(bob, 1);
    ProblemException refused = assertThrows(ProblemException.class, () -> memory.take(bob, 1));
    assertEquals(Problem.UNAVAILABLE, refused.problem());
    first.close();
    memory.take(bob, 1).close();
  }

  @Test
  void whatIsLargerThanAllOfItHasItAlone() {
    CopyMemory.Hold all = memory.take(ada, 1_000);
    assertThrows(ProblemException.class, () -> memory.take(bob, 1));
    all.close();
    memory.take(bob, 1).close();
  }

  @Test
  void aHoldGrowsAsFarAsThereIsRoomAndIsGivenBackAsItIs() {
    CopyMemory.Hold first = memory.take(ada, 0);
    CopyMemory.Hold second = memory.take(bob, 50);
    first.resize(50);
    ProblemException refused = assertThrows(ProblemException.class, () -> first.resize(51));
    assertEquals(Problem.UNAVAILABLE, refused.problem());
    second.resize(20);
    first.resize(80);
    first.close();
    memory.take(ada, 80).close();
    second.close();
    memory.take(ada, 100).close();
  }
}

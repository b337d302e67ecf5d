package io.parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SearchPaceTest {
  private static final Duration SOON = Duration.ofMillis(2);
  private static final Duration LATER = Duration.ofMillis(20);
  private static final Duration LATE = Duration.ofSeconds(1);

  @Test
  void windowsGrowFastWhileNothingIsFound() {
    SearchPace pace = new SearchPace(200, false);
    assertEquals(512, pace.next());
    pace.looked(512, 0, SOON);
    assertEquals(4_096, pace.next());
    pace.looked(4_096, 0, SOON);
    assertEquals(8 * 4_608, pace.next());
  }

  @Test
  void aWindowReachesAsFarAsTheMissingHitsShouldBe() {
    SearchPace pace = new SearchPace(200, false);
    pace.looked(1_000, 100, SOON);
    assertEquals(1_300, pace.next());
    pace.looked(1_300, 199, SOON);
    assertEquals(512, pace.next());
  }

  @Test
  void aWindowIsNoLongerThanWhatTheTimeThatIsLeftIsEnoughFor() {
    SearchPace pace = new SearchPace(200, false);
    pace.looked(10_000, 40, Duration.ofMillis(10)); // 1,000 in a millisecond, and 5 ms are left
    assertEquals(5_000, pace.next());
    SearchPace without = new SearchPace(200, false);
    without.looked(10_000, 0, Duration.ofMillis(25));
    assertEquals(4_000, without.next());
    without.looked(5_000, 0, LATE);
    assertEquals(512, without.next());
  }

  @Test
  void whoIsPatientLooksAsFarAsTheHitsShouldBe() {
    SearchPace pace = new SearchPace(200, true);
    pace.looked(10_000, 100, LATE);
    assertEquals(13_000, pace.next());
  }

  @Test
  void aSearchEndsWithEnoughHitsOrWithSomeAfterAWhile() {
    SearchPace pace = new SearchPace(200, false);
    assertTrue(pace.isOver(200, SOON));
    assertFalse(pace.isOver(50, SOON));
    assertTrue(pace.isOver(50, LATER));
    assertFalse(pace.isOver(3, LATER));
    assertTrue(pace.isOver(3, LATE));
  }

  @Test
  void whoComesBackForTheRestOfABlockGetsAllOfIt() {
    assertFalse(new SearchPace(200, true).isOver(50, LATE));
  }
}

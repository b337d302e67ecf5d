package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchWindowTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 256, 257, 2_048, 2_049, 1_000_001, 20_000_000, 4_000_000_000L})
  void allEntriesAreCoveredOnceNewestFirst(long before) {
    List<SearchWindow> windows = SearchWindow.before(before, 0);
    long to = before;
    for (SearchWindow window : windows) {
      assertEquals(to, window.to());
      assertTrue(window.from() < window.to());
      to = window.from();
    }
    assertEquals(0, to);
  }

  @Test
  void aWindowHasTheMarksOfItsEntries() {
    assertEquals("('~a8' | '~a9')", new SearchWindow(2_048, 2_500, 'a', 8).marks());
    assertEquals("('~e0')", new SearchWindow(0, 1_048_576, 'e', 20).marks());
  }

  @Test
  void noWindowHasManyMarks() {
    SearchWindow.before(99_999_999, 0)
        .forEach(window -> assertTrue(window.marks().length() < 2_000, window.toString()));
  }

  @Test
  void theFirstWindowIsAsLongAsItHasToBe() {
    SearchWindow first = SearchWindow.before(1_000_001, 20_000).getFirst();
    assertEquals(1_000_001, first.to());
    assertTrue(first.to() - first.from() >= 20_000);
    assertEquals(1, SearchWindow.before(500, 20_000).size());
  }
}

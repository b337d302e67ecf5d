package io.parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchWindowTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 256, 257, 2_048, 2_049, 1_000_001, 20_000_000, 4_000_000_000L})
  void aWindowIsAsLongAsItHasToBeAndEndsWhereItIsTold(long number) {
    for (long length = 1; length < 5_000_000_000L; length *= 5) {
      SearchWindow window = SearchWindow.before(number, length);
      assertEquals(number, window.to());
      assertTrue(window.length() >= Math.min(length, number), window.toString());
      assertTrue(window.from() >= 0);
    }
  }

  @Test
  void aWindowHasTheMarksOfItsEntries() {
    assertEquals("('~a8' | '~a9')", new SearchWindow(2_048, 2_500, 'a', 8).marks());
    assertEquals("('~e0')", new SearchWindow(0, 1_048_576, 'e', 20).marks());
  }

  @Test
  void aWindowHasFewMarks() {
    for (long length = 1; length < 100_000_000; length *= 3) {
      int marks = SearchWindow.before(99_999_999, length).marks().split("\\|").length;
      assertTrue(marks <= Math.max(10, (length >> 20) + 2), length + ": " + marks);
    }
  }
}

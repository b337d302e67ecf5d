package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageBytesTest {
  private static final long MAX = PageBytes.MAX;

  @Test
  void aPageEndsBeforeTheMessageThatIsTooMuch() {
    assertEquals(3, PageBytes.fitting(List.of(1L, 2L, 3L)));
    assertEquals(2, PageBytes.fitting(List.of(MAX / 2, MAX / 2, 1L)));
    assertEquals(0, PageBytes.fitting(List.of()));
  }

  @Test
  void oneMessageIsAlwaysOnIt() {
    assertEquals(1, PageBytes.fitting(List.of(MAX + 1, 1L)));
    assertEquals(1, PageBytes.fitting(List.of(MAX * 10)));
  }
}

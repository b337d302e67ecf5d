package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FetchedTest {
  private final Fetched fetched = new Fetched();

  @Test
  void finishedAndUnfinishedFilesCount() {
    assertTrue(fetched.read("Downloading from central: https://repo/a.jar"));
    assertTrue(fetched.read("Progress (2): 4.5/9.0 MB | 500 kB          "));
    assertEquals(5, fetched.megabytes());
    assertTrue(fetched.read("Downloaded from central: https://repo/a.jar (9.0 MB at 1.2 MB/s)"));
    assertEquals(9, fetched.megabytes());
    assertTrue(fetched.read("Progress (1): 1.0 MB"));
    assertEquals(10, fetched.megabytes());
  }

  @Test
  void theSumNeverBecomesLess() {
    fetched.read("Progress (2): 8.0/9.0 MB | 8.0 MB");
    fetched.read("Downloaded from central: https://repo/a.jar (9.0 MB at 1.2 MB/s)");
    assertEquals(16, fetched.megabytes());
  }

  @Test
  void batchModeSaysTheSameThroughItsLogger() {
    assertTrue(fetched.read("[INFO] Downloading from central: https://repo/a.jar"));
    assertTrue(
        fetched.read("[INFO] Downloaded from central: https://repo/a.jar (189 MB at 9.1 MB/s)"));
    assertEquals(189, fetched.megabytes());
  }

  @Test
  void nothingElseCounts() {
    assertFalse(fetched.read("[INFO] Compiling 300 source files (12 MB)"));
    assertEquals(0, fetched.megabytes());
  }
}

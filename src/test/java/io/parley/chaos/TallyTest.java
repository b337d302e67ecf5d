package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void refusalsAreAnswersToo() {
    tally.good("search");
    tally.refused("search", "429 rate_limited");
    assertEquals(List.of(), tally.rarer(Map.of("search", 2)));
    assertEquals(List.of("search: 2"), tally.rarer(Map.of("search", 3)));
  }

  @Test
  void aLoadThatWasNotThereIsTold() {
    tally.good("list of models of /v1");
    assertEquals(
        List.of("list of models: 0", "unfinished body: 0"),
        tally.rarer(Map.of("list of models", 1, "unfinished body", 1)));
  }
}

package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MutationsTest {
  @Test
  void aSeedBringsTheSameAgain() {
    Mutations first = new Mutations(new Random(7));
    Mutations second = new Mutations(new Random(7));
    for (int i = 0; i < 2_000; i++) {
      assertArrayEquals(first.frames(), second.frames());
      assertArrayEquals(
          first.request("h", "b", List.of("i")), second.request("h", "b", List.of("i")));
    }
  }

  @Test
  void everyRequestIsOneRequest() {
    Mutations mutations = new Mutations(new Random(8));
    for (int i = 0; i < 5_000; i++) {
      String request =
          new String(mutations.request("h", "b", List.of("i")), StandardCharsets.ISO_8859_1);
      String line = request.substring(0, request.indexOf("\r\n"));
      assertEquals(3, line.split(" ", -1).length, line);
      assertTrue(line.endsWith(" HTTP/1.1"), line);
    }
  }

  @Test
  void everyCaseOfAutobahnIsThereOnce() {
    List<String> numbers = AutobahnCases.all().stream().map(AutobahnCase::number).toList();
    assertEquals(numbers.size(), numbers.stream().distinct().count(), numbers::toString);
    assertTrue(numbers.size() > 280, () -> numbers.size() + " cases");
  }
}

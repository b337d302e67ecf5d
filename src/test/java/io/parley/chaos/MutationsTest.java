package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.chaos.Loot.Kind;
import io.parley.chaos.Routes.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MutationsTest {
  private static final Loot LOOT =
      new Loot(
          Map.of(
              Kind.CONVERSATION, List.of("0198a1b2-0000-7000-8000-000000000001"),
              Kind.MESSAGE, List.of("0198a1b2-0000-7000-8000-000000000002"),
              Kind.ROOM, List.of("lobby")));

  private static final List<Route> ROUTES =
      List.of(
          new Route("GET", "/api/search"),
          new Route("POST", "/api/conversations/{id}/messages"),
          new Route("GET", "/rooms/{name}"),
          new Route("POST", "/rooms"));

  @Test
  void aSeedBringsTheSameAgain() {
    Random one = new Random(7);
    Random other = new Random(7);
    Requests first = requests(one);
    Requests second = requests(other);
    Mutations firstFrames = new Mutations(one, new Spellings(one, LOOT, LOOT));
    Mutations secondFrames = new Mutations(other, new Spellings(other, LOOT, LOOT));
    for (int i = 0; i < 2_000; i++) {
      assertArrayEquals(firstFrames.frames(), secondFrames.frames());
      assertArrayEquals(first.next("h", Optional.of("b")), second.next("h", Optional.of("b")));
    }
  }

  @Test
  void everyRequestIsOneRequest() {
    Requests requests = requests(new Random(8));
    for (int i = 0; i < 5_000; i++) {
      String request =
          new String(requests.next("h", Optional.empty()), StandardCharsets.ISO_8859_1);
      String line = request.substring(0, request.indexOf("\r\n"));
      assertEquals(3, line.split(" ", -1).length, line);
      assertTrue(line.endsWith(" HTTP/1.1"), line);
    }
  }

  @Test
  void mostFramesAndRequestsNameWhatBelongsToOthers() {
    Random random = new Random(9);
    Requests requests = requests(random);
    Mutations mutations = new Mutations(random, new Spellings(random, LOOT, LOOT));
    int named = 0;
    for (int i = 0; i < 1_000; i++) {
      named += names(mutations.command()) ? 1 : 0;
      named +=
          names(new String(requests.next("h", Optional.empty()), StandardCharsets.UTF_8)) ? 1 : 0;
    }
    assertTrue(named > 1_000, named + " of 2,000");
  }

  private static boolean names(String text) {
    return text.contains("0198a1b2-0000-7000-8000-00000000000") || text.contains("lobby");
  }

  private static Requests requests(Random random) {
    return new Requests(random, ROUTES, new Spellings(random, LOOT, LOOT));
  }

  @Test
  void everyCaseOfAutobahnIsThereOnce() {
    List<String> numbers = AutobahnCases.all().stream().map(AutobahnCase::number).toList();
    assertEquals(numbers.size(), numbers.stream().distinct().count(), numbers::toString);
    assertTrue(numbers.size() > 280, () -> numbers.size() + " cases");
  }
}

package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that imitate somebody in the room or a model, chosen at two nodes.
class NameGuardIT {
  private static final ParleyNode EAST = TestBed.node();
  private static ParleyNode west;

  private final ApiClient ada = ApiClient.guest(EAST, "Ada");
  private final ApiClient mallory = ApiClient.guest(EAST, "Mallory");
  private final String room = RoomClient.room(ada, "mentions", "test/alpha");

  @BeforeAll
  static void startAnotherNode() {
    west = TestBed.startNode("names-west", Map.of());
  }

  @AfterAll
  static void stop() {
    west.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada", "ada", "\u0410\u0501\u0430", "4da", "A.d.a", "Ad\u00e0"})
  void somebodyInTheRoomCannotBeImitated(String name) {
    try (RoomClient here = RoomClient.join(ada, room);
        RoomClient there = RoomClient.join(mallory.at(west), room)) {
      assertTrue(here.who().id().length() + there.who().id().length() > 0);
      // at either node: the one where mallory is, and another
      for (ParleyNode node : List.of(EAST, west)) {
        ApiClient.Answer refused = mallory.at(node).patch("/api/guests/me", Map.of("name", name));
        assertEquals(409, refused.status(), refused.toString());
        assertEquals("conflict", refused.code());
        assertEquals(
            "Someone here is already called “Ada”. Choose a name that looks different.",
            refused.body().path("detail").asText());
      }
      assertEquals(200, ada.patch("/api/guests/me", Map.of("name", "ADA")).status(), "her own");
    }
  }

  @Test
  void aNameThatIsChosenAtTheDoorIsRefusedAndAnotherIsNot() {
    try (RoomClient here = RoomClient.join(ada, room);
        RoomClient there = RoomClient.connect(mallory.at(west), room)) {
      assertEquals(0, here.count("error"));
      there.send(RoomClient.object().put("type", "join").put("name", "Ad4"));
      assertEquals("conflict", there.frame("error").path("code").asText());
      there.send(RoomClient.object().put("type", "join").put("name", "Malle"));
      assertEquals("Malle", there.frame("welcome").at("/participant/name").asText());
    }
  }

  @Test
  void whoeverHadTheNameBeforeIsLetInAndMayTakeItElsewhere() {
    ApiClient namesake = ApiClient.guest(west, "Ada");
    try (RoomClient here = RoomClient.join(ada, room);
        RoomClient there = RoomClient.joinAs("Ada", namesake, room)) {
      assertEquals(0, here.count("error"));
      assertEquals("Ada", there.frame("welcome").at("/participant/name").asText());
    }
    // nobody is there any more, or in a room with mallory
    Await.within(Duration.ofSeconds(20))
        .check(
            "the name is free",
            () -> mallory.patch("/api/guests/me", Map.of("name", "Ada")).status() == 200);
  }

  @Test
  void ofManyWhoChooseANameAtOnceOneHasIt() throws Exception {
    List<ApiClient> guests =
        IntStream.range(0, 6)
            .mapToObj(n -> ApiClient.guest(n % 2 == 0 ? EAST : west, "Guest " + (char) ('A' + n)))
            .toList();
    List<RoomClient> sockets = guests.stream().map(guest -> RoomClient.join(guest, room)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          guests.stream()
              .map(guest ->
                  threads.submit(
                      () -> guest.patch("/api/guests/me", Map.of("name", "Napoleon")).status()))
              .toList();
      int taken = 0;
      for (var answer : answers) {
        int status = answer.get();
        assertTrue(status == 200 || status == 409, () -> "status " + status);
        taken += status == 200 ? 1 : 0;
      }
      assertEquals(1, taken);
    } finally {
      sockets.forEach(RoomClient::close);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "Test/Alpha", "a1pha", "Guide", "0perator"})
  void modelsAndTheOperatorCannotBeImitatedAnywhere(String name) {
    for (ApiClient.Answer refused :
        List.of(
            mallory.patch("/api/guests/me", Map.of("name", name)),
            ApiClient.nobody(EAST).post("/api/guests", Map.of("name", name)))) {
      assertEquals(400, refused.status(), refused.toString());
      assertEquals("invalid_request", refused.code());
    }
    try (RoomClient there = RoomClient.connect(mallory, room)) {
      there.send(RoomClient.object().put("type", "join").put("name", name));
      assertEquals("invalid_request", there.frame("error").path("code").asText());
    }
  }
}

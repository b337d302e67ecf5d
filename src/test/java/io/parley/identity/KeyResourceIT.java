package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Keys of programs, from their making to their end.
class KeyResourceIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final Await SOON = Await.within(Duration.ofSeconds(2));
  private final ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);

  @Test
  void onlyTheOperatorMakesListsAndRevokesKeys() {
    for (ApiClient other : List.of(ApiClient.nobody(PARLEY), ApiClient.guest(PARLEY, "ada"))) {
      int refused = other.token().isPresent() ? 403 : 401;
      assertEquals(refused, other.post("/api/keys", Map.of("name", "x")).status());
      assertEquals(refused, other.get("/api/keys").status());
      assertEquals(refused, other.delete("/api/keys/" + UUID.randomUUID()).status());
    }
  }

  @Test
  void aKeyIsListedWithoutItsSecret() {
    ApiClient.Answer made =
        operator.post(
            "/api/keys", Map.of("name", "report", "scopes", List.of("chat"), "models", List.of()));
    assertEquals(201, made.status());
    String secret = made.body().path("secret").asText();
    assertTrue(secret.startsWith("pk-"), "a key says what it is");

    ApiClient.Answer list = operator.get("/api/keys");
    assertEquals(200, list.status());
    JsonNode listed = byId(list, made.body().at("/key/id").asText());
    assertEquals("report", listed.path("name").asText());
    assertEquals("chat", listed.at("/scopes/0").asText());
    assertFalse(list.response().body().contains(secret));
  }

  @Test
  void aKeyTakesPartUnderItsNameUntilItIsRevoked() throws Exception {
    JsonNode made = operator.post("/api/keys", Map.of("name", "Robot")).body();
    ApiClient robot = ApiClient.with(PARLEY, made.path("secret").asText());

    ApiClient.Answer me = robot.get("/api/guests/me");
    assertEquals(200, me.status());
    assertEquals("Robot", me.body().path("name").asText());
    assertEquals(made.at("/key/id").asText(), me.body().path("id").asText());

    String path = "/api/keys/" + made.at("/key/id").asText();
    assertEquals(204, operator.delete(path).status());
    assertEquals(401, robot.get("/api/guests/me").status());
    assertEquals(404, operator.delete(path).status());
    assertFalse(
        Files.readString(PARLEY.log()).contains(made.path("secret").asText()),
        "a key is in no log");
  }

  @Test
  void aKeyWithoutTheScopeIsNobody() {
    JsonNode made =
        operator.post("/api/keys", Map.of("name", "chat", "scopes", List.of("chat"))).body();
    assertEquals(
        401, ApiClient.with(PARLEY, made.path("secret").asText()).get("/api/guests/me").status());
  }

  @Test
  void anotherNodeClosesWhatIsRevokedWithinTwoSeconds() {
    try (ParleyNode other = TestBed.startNode("keys", Map.of())) {
      JsonNode made = operator.post("/api/keys", Map.of("name", "far")).body();
      ApiClient there = ApiClient.with(other, made.path("secret").asText());
      Await.until("the other node knows it", () -> there.get("/api/guests/me").status() == 200);
      ApiClient guest = ApiClient.guest(PARLEY, "ada");
      String room = RoomClient.room(guest, "mentions", "test/alpha");
      try (RoomClient keys = RoomClient.join(there, room);
          RoomClient guests = RoomClient.join(guest.at(other), room)) {
        operator.delete("/api/keys/" + made.at("/key/id").asText());
        SOON.check("the key's socket is closed", keys::isClosed);
        assertEquals(401, there.get("/api/guests/me").status());
        assertFalse(guests.isClosed(), "others go on");
        operator.delete("/api/guests/" + guest.id() + "/tokens");
        SOON.check("the guest's socket is closed", guests::isClosed);
        assertEquals(1008, guests.closeCode());
        assertEquals(401, guest.at(other).get("/api/guests/me").status());
      }
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (Map<String, Object> nonsense :
        List.of(
            Map.<String, Object>of(),
            Map.<String, Object>of("name", " "),
            Map.<String, Object>of("name", "x", "scopes", List.of()),
            Map.<String, Object>of("name", "x", "scopes", List.of("root")),
            Map.<String, Object>of("name", "x", "models", List.of("")),
            Map.<String, Object>of("name", "x", "expires_at", "2020-01-01T00:00:00Z"))) {
      assertEquals(400, operator.post("/api/keys", nonsense).status(), nonsense.toString());
    }
  }

  private static JsonNode byId(ApiClient.Answer list, String id) {
    for (JsonNode key : list.body().path("items")) {
      if (key.path("id").asText().equals(id)) {
        return key;
      }
    }
    throw new AssertionError("not listed: " + id);
  }
}

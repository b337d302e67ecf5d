package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What the operator does with rooms, over REST and as those who are in them see it.
class RoomModerationIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final ApiClient OPERATOR = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private final ApiClient bob = ApiClient.guest(PARLEY, "bob");

  @Test
  void aRemovedRoomIsGoneEverywhere() {
    String name = name();
    String id = room(name);
    String message = post(ada, id, "xylographic " + name);
    String share =
        ada.post("/api/conversations/" + id + "/shares", Map.of()).body().path("token").asText();
    Await.until(
        "the message is found",
        () -> ada.get("/api/search?q=xylographic+" + name).body().at("/items/0").isObject());
    assertEquals(200, ada.get("/api/shares/" + share).status());
    assertTrue(names(ada.get("/api/rooms?limit=200")).contains(name));
    try (RoomClient socket = RoomClient.join(bob, name);
        EventStreamClient stream =
            EventStreamClient.open(bob, "/api/conversations/" + id + "/stream")) {
      stream.await("snapshot");

      assertEquals(204, OPERATOR.delete("/api/rooms/" + name).status());

      assertEquals(4003, socket.closeCode());
      assertEquals(id, stream.await("conversation.deleted").text("conversation_id"));
      Await.until("the stream has ended", stream::hasEnded);
    }
    assertEquals(404, ada.get("/api/rooms/" + name).status());
    assertEquals(404, ada.get("/rooms/" + name).status());
    assertEquals(404, ada.get("/api/conversations/" + id).status());
    assertEquals(404, ada.get("/api/conversations/" + id + "/messages").status());
    assertEquals(404, ada.get("/api/conversations/" + id + "/export").status());
    assertEquals(404, ada.post("/api/conversations/" + id + "/fork", Map.of()).status());
    assertEquals(404, ada.post("/api/conversations/" + id + "/shares", Map.of()).status());
    assertEquals(404, ada.post("/api/messages/" + message + "/replies", Map.of()).status());
    assertEquals(
        404,
        ada.post("/api/conversations/" + id + "/messages", Map.of("message", "Still?")).status());
    assertEquals(404, ada.get("/api/shares/" + share).status());
    assertFalse(names(ada.get("/api/rooms?limit=200")).contains(name));
    assertEquals(0, ada.get("/api/search?q=xylographic+" + name).body().path("items").size());
    assertEquals(
        404,
        RoomClient.refusal(
            PARLEY.socket("/ws/rooms/" + name),
            Optional.of("parley.v1"),
            "Authorization",
            bob.bearer()));
    assertEquals(404, OPERATOR.delete("/api/rooms/" + name).status());
  }

  @Test
  void theNameOfARemovedRoomCanBeUsedAgain() {
    String name = name();
    String first = room(name);
    post(ada, first, "gone");
    assertEquals(204, OPERATOR.delete("/api/rooms/" + name).status());
    String second = room(name);
    assertFalse(first.equals(second));
    assertEquals(
        0, ada.get("/api/conversations/" + second + "/messages").body().path("items").size());
    try (RoomClient socket = RoomClient.join(bob, name)) {
      assertEquals(second, socket.frame("welcome").at("/room/id").asText());
    }
  }

  @Test
  void aRenamedRoomIsAtItsNewNameAloneAndThoseInItAreTold() {
    String before = name();
    String after = name();
    String id = room(before);
    try (RoomClient socket = RoomClient.join(bob, before)) {
      ApiClient.Answer changed =
          OPERATOR.patch(
              "/api/rooms/" + before,
              Map.of(
                  "name", after, "topic", "Seeds", "answers", "all", "default_model", "test/echo"));
      assertEquals(200, changed.status(), changed.response().body());
      assertEquals(after, changed.body().path("name").asText());
      assertEquals(after, socket.event("conversation").at("/conversation/name").asText());
      assertEquals(1, socket.post("still here").length() / 36);
    }
    assertEquals(404, ada.get("/api/rooms/" + before).status());
    JsonNode room = ada.get("/api/rooms/" + after).body();
    assertEquals(id, room.path("id").asText());
    assertEquals("Seeds", room.path("topic").asText());
    assertEquals("all", room.path("answers").asText());
    assertEquals("test/echo", room.path("default_model").asText());
    assertEquals(201, ada.post("/api/rooms", Map.of("name", before)).status());
    assertEquals(id, ada.get("/api/rooms/" + after).body().path("id").asText());
  }

  @Test
  void whatAChangeDoesNotNameStaysAndNullTakesAway() {
    String name = name();
    ada.post(
        "/api/rooms",
        Map.of("name", name, "topic", "Soil", "answers", "mentions", "default_model", "test/echo"));
    JsonNode room = OPERATOR.send("PATCH", "/api/rooms/" + name, "{\"default_model\":null}").body();
    assertEquals("Soil", room.path("topic").asText());
    assertEquals("mentions", room.path("answers").asText());
    assertTrue(room.path("default_model").isMissingNode());
  }

  @Test
  void aChangeThatIsNotOneIsRefused() {
    String name = name();
    String other = name();
    room(name);
    room(other);
    for (String body :
        List.of(
            "[]",
            "{\"name\":\"Upper\"}",
            "{\"name\":null}",
            "{\"name\":\"\"}",
            "{\"answers\":\"never\"}",
            "{\"topic\":[1]}")) {
      assertEquals(400, OPERATOR.send("PATCH", "/api/rooms/" + name, body).status(), body);
    }
    assertEquals(409, OPERATOR.patch("/api/rooms/" + name, Map.of("name", other)).status());
    assertEquals(
        "unknown_model",
        OPERATOR.patch("/api/rooms/" + name, Map.of("default_model", "no/such")).code());
    assertEquals(
        413, OPERATOR.patch("/api/rooms/" + name, Map.of("topic", "x".repeat(501))).status());
    assertEquals(404, OPERATOR.patch("/api/rooms/nowhere", Map.of("topic", "x")).status());
  }

  @Test
  void theOperatorAloneModeratesRooms() {
    String name = name();
    room(name);
    assertEquals(403, ada.delete("/api/rooms/" + name).status());
    assertEquals(403, bob.patch("/api/rooms/" + name, Map.of("topic", "mine")).status());
    assertEquals(401, ApiClient.nobody(PARLEY).delete("/api/rooms/" + name).status());
    assertEquals(
        401, ApiClient.nobody(PARLEY).patch("/api/rooms/" + name, Map.of("topic", "x")).status());
    assertEquals(200, ada.get("/api/rooms/" + name).status());
  }

  @Test
  void theLobbyStaysUnderItsName() {
    assertEquals(403, OPERATOR.delete("/api/rooms/lobby").status());
    assertEquals(403, OPERATOR.patch("/api/rooms/lobby", Map.of("name", name())).status());
    String topic = ada.get("/api/rooms/lobby").body().path("topic").asText();
    assertEquals(200, OPERATOR.patch("/api/rooms/lobby", Map.of("topic", topic)).status());
  }

  @Test
  void aRoomWithoutMessagesPushesNoOtherOffTheList() {
    String talked = name();
    post(ada, room(talked), "hello");
    List<String> silent = List.of("0-" + name(), "00-" + name(), "zz-" + name());
    silent.forEach(this::room);
    List<String> listed =
        Await.within(Duration.ofSeconds(20))
            .value(
                "the room is listed",
                () ->
                    Optional.of(names(ada.get("/api/rooms?limit=2")))
                        .filter(it -> it.contains(talked)));
    assertEquals(List.of("lobby", talked), listed);
  }

  @Test
  void pagesOfRoomsHaveEachRoomOnce() {
    List<String> made = List.of(name(), name(), name(), name());
    made.forEach(this::room);
    List<String> listed = new ArrayList<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      ApiClient.Answer page = ada.get("/api/rooms?limit=3&before=" + next.get());
      assertTrue(page.body().path("rooms").size() <= 3);
      listed.addAll(names(page));
      next = Optional.of(page.body().path("next").asText()).filter(it -> !it.isEmpty());
    }
    assertEquals("lobby", listed.getFirst());
    made.forEach(name -> assertEquals(1, listed.stream().filter(name::equals).count(), name));
    assertEquals(400, ada.get("/api/rooms?before=nonsense").status());
    assertEquals(400, ada.get("/api/rooms?limit=0").status());
  }

  private String room(String name) {
    ApiClient.Answer made = ada.post("/api/rooms", Map.of("name", name, "answers", "mentions"));
    assertEquals(201, made.status(), made.response().body());
    return made.body().path("id").asText();
  }

  private static String post(ApiClient author, String id, String text) {
    ApiClient.Answer posted =
        author.post(
            "/api/conversations/" + id + "/messages", Map.of("message", text, "reply", false));
    assertEquals(200, posted.status(), posted.response().body());
    return posted.body().path("message_id").asText();
  }

  private static List<String> names(ApiClient.Answer answer) {
    return StreamSupport.stream(answer.body().path("rooms").spliterator(), false)
        .map(room -> room.path("name").asText())
        .toList();
  }

  private static String name() {
    return "m" + Ids.next().toString().substring(24);
  }
}

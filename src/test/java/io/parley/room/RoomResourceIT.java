package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rooms over REST, against a running node.
class RoomResourceIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final ApiClient ADA = ApiClient.guest(PARLEY, "ada");

  @Test
  void theLobbyIsListedWithItsTopicAndHowManyAreThere() {
    ApiClient.Answer answer = ApiClient.nobody(PARLEY).get("/api/rooms");
    assertEquals(200, answer.status());
    JsonNode lobby =
        StreamSupport.stream(answer.body().path("rooms").spliterator(), false)
            .filter(room -> room.path("name").asText().equals("lobby"))
            .findFirst()
            .orElseThrow();
    assertFalse(lobby.path("topic").asText().isEmpty());
    assertTrue(lobby.path("participants").isInt());
    assertTrue(lobby.path("answers").isMissingNode(), "the lobby has the default");
  }

  @Test
  void aRoomThatIsOpenedIsFoundAtItsLocation() {
    String name = name();
    ApiClient.Answer opened =
        ADA.post("/api/rooms", Map.of("name", name, "topic", "Soil", "answers", "mentions"));
    assertEquals(201, opened.status(), opened.response().body());
    assertTrue(opened.header("Location").orElseThrow().endsWith("/api/rooms/" + name));
    assertEquals(
        Set.of("id", "name", "topic", "participants", "answers", "created_by", "created_at"),
        fields(opened.body()));
    assertEquals("mentions", opened.body().path("answers").asText());

    ApiClient.Answer found = ApiClient.nobody(PARLEY).get("/api/rooms/" + name);
    assertEquals(200, found.status());
    assertEquals(opened.body().path("id"), found.body().path("id"));
    assertEquals("Soil", found.body().path("topic").asText());
    assertEquals(0, found.body().path("participants").asInt());
  }

  /// What the page's "More rooms" continues with.
  @Test
  void theHomePageNamesTheRoomsAfterThoseThatItShows() throws Exception {
    for (int i = 0; i < 51; i++) {
      assertEquals(201, ADA.post("/api/rooms", Map.of("name", name())).status());
    }
    String page = PARLEY.get("/").body();
    Matcher next = Pattern.compile("data-next=\"([^\"]+)\"").matcher(page);
    assertTrue(next.find(), "more rooms than the page shows");
    ApiClient.Answer more =
        ApiClient.nobody(PARLEY).get("/api/rooms?limit=50&before=" + next.group(1));
    assertEquals(200, more.status());
    assertTrue(more.body().path("rooms").size() > 0);
    for (JsonNode room : more.body().path("rooms")) {
      String name = room.path("name").asText();
      assertFalse(page.contains("data-room=\"" + name + "\""), name);
    }
  }

  @Test
  void aNameIsTakenOnce() {
    Map<String, String> room = Map.of("name", name());
    assertEquals(201, ADA.post("/api/rooms", room).status());
    refused(409, "conflict", ADA.post("/api/rooms", room));
  }

  @Test
  void nobodyOpensARoomWithoutANameOfTheirOwn() {
    refused(
        401,
        "unauthenticated",
        ApiClient.nobody(PARLEY).post("/api/rooms", Map.of("name", name())));
    refused(
        401,
        "unauthenticated",
        ApiClient.with(PARLEY, "made-up").post("/api/rooms", Map.of("name", name())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "5",
        "\"name\"",
        "{",
        "{}",
        "{\"name\":null}",
        "{\"name\":\"\"}",
        "{\"name\":\"Upper\"}",
        "{\"name\":\"a b\"}",
        "{\"name\":\"../x\"}",
        "{\"name\":\"a23456789012345678901234567890123456789012\"}",
        "{\"name\":{\"a\":1}}",
        "{\"name\":\"good\",\"topic\":[1]}",
        "{\"name\":\"good\",\"topic\":\"nul \\u0000\"}",
        "{\"name\":\"good\",\"answers\":\"never\"}",
        "{\"name\":\"good\",\"answers\":7}",
      })
  void anInvalidRoomIsRejected(String body) {
    refused(400, "invalid_request", ADA.post("/api/rooms", "application/json", body));
  }

  @Test
  void aDeeplyNestedBodyIsRefused() {
    refused(400, "invalid_request", ADA.post("/api/rooms", "application/json", "[".repeat(30_000)));
  }

  @Test
  void anUnknownModelIsRefused() {
    refused(
        400,
        "unknown_model",
        ADA.post("/api/rooms", Map.of("name", name(), "default_model", "nobody/nothing")));
  }

  @Test
  void aTopicHasALimitInCodePoints() {
    String emoji = "👋";
    assertEquals(
        201, ADA.post("/api/rooms", Map.of("name", name(), "topic", emoji.repeat(500))).status());
    refused(
        413,
        "too_large",
        ADA.post("/api/rooms", Map.of("name", name(), "topic", emoji.repeat(501))));
  }

  @Test
  void aTopicIsMadeHarmless() {
    String body = "{\"name\":\"%s\",\"topic\":\"a\\u202eb\\ud800c\"}".formatted(name());
    assertEquals(
        "ab\uFFFDc",
        ADA.post("/api/rooms", "application/json", body).body().path("topic").asText());
  }

  @Test
  void aBodyHasALimitHoweverItIsSent() {
    String large = "{\"name\":\"" + "x".repeat(64 * 1024) + "\"}";
    refused(413, "too_large", ADA.post("/api/rooms", "application/json", large));
    refused(413, "too_large", ADA.postChunked("/api/rooms", large));
  }

  @Test
  void aBodyThatIsNotJsonByItsTypeIsRefused() {
    for (String type : List.of("text/plain", "application/xml", "multipart/form-data")) {
      assertEquals(415, ADA.post("/api/rooms", type, "{\"name\":\"x\"}").status(), type);
    }
  }

  @Test
  void aMissingResourceIsNotFound() {
    refused(404, "not_found", ADA.get("/api/rooms/nowhere"));
    refused(404, "not_found", ADA.get("/api/rooms/a/b/c"));
    refused(404, "not_found", ADA.get("/api/nothing"));
  }

  @Test
  void aMethodThatIsNotAllowedIsToldWhichAre() {
    ApiClient.Answer answer = ADA.send("PUT", "/api/rooms");
    assertEquals(405, answer.status());
    assertTrue(answer.header("Allow").orElse("").contains("POST"));
    assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
  }

  private static void refused(int status, String code, ApiClient.Answer answer) {
    String body = answer.response().body();
    assertEquals(status, answer.status(), body);
    assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
    assertEquals(code, answer.code(), body);
    assertEquals(
        Set.of("type", "title", "status", "detail", "code", "instance"), fields(answer.body()));
    assertEquals(status, answer.body().path("status").asInt());
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String name() {
    return "r-" + Ids.next().toString().substring(24);
  }
}

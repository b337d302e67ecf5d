package io.parley.me;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the caller is told about themselves, takes along and deletes.
class MeIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(60));

  private final ApiClient ada = ApiClient.guest(PARLEY, "Ada");
  private final ApiClient grace = ApiClient.guest(PARLEY, "Grace");
  private final String room = RoomClient.room(grace, "mentions", "test/alpha");
  private final String roomId = grace.get("/api/rooms/" + room).body().path("id").asText();

  @Test
  void aGuestIsToldWhoTheyAreAndWhatIsTheirs() {
    JsonNode nothing = me(ada);
    assertEquals(ada.id(), nothing.path("id").asText());
    assertEquals("Ada", nothing.path("name").asText());
    assertEquals("guest", nothing.path("kind").asText());
    assertEquals("[\"guest\"]", nothing.path("roles").toString());
    assertEquals(0, nothing.at("/belongings/conversations").asInt(-1));

    Things things = new Things();
    PATIENTLY.check("everything is counted", () -> things.areCounted(1));
  }

  @Test
  void aKeyIsNoGuest() {
    ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
    String secret =
        operator.post("/api/keys", Map.of("name", "Nightly")).body().path("secret").asText();
    ApiClient key = ApiClient.with(PARLEY, secret);
    assertEquals("key", me(key).path("kind").asText());
    assertEquals("[]", me(key).path("roles").toString());
    assertEquals(403, key.delete("/api/me").status());
    assertEquals(403, key.post("/api/me/transfers", Map.of()).status());
    assertEquals(403, key.delete("/api/me/transfers").status());
    assertEquals(200, key.get("/api/me/export").status());
  }

  @Test
  void theExportHoldsWhatIsOnesOwnAndNothingElse() throws Exception {
    Things things = new Things();
    say(grace, "Grace was here");
    PATIENTLY.check("everything is archived", () -> things.areCounted(1));

    HttpResponse<byte[]> answer = export(ada);
    assertEquals(200, answer.statusCode());
    assertEquals(Optional.of("application/zip"), answer.headers().firstValue("Content-Type"));
    assertEquals(
        Optional.of("attachment; filename=\"parley-export.zip\""),
        answer.headers().firstValue("Content-Disposition"));
    assertEquals(Optional.of("no-store"), answer.headers().firstValue("Cache-Control"));
    Map<String, String> files = unzipped(answer.body());
    JsonNode who = Json.MAPPER.readTree(file(files, "me.json"));
    assertEquals("parley.me", who.path("format").asText());
    assertEquals(ada.id(), who.path("id").asText());
    JsonNode messages = Json.MAPPER.readTree(file(files, "messages.json")).path("items");
    assertEquals(1, messages.size(), messages.toString());
    assertEquals("Ada was in the room", messages.at("/0/content").asText());
    assertEquals(room, messages.at("/0/room").asText());
    assertEquals(1, Json.MAPPER.readTree(file(files, "shares.json")).path("items").size());
    JsonNode ratings = Json.MAPPER.readTree(file(files, "ratings.json")).path("items");
    assertEquals("up", ratings.at("/0/rating").asText());

    String json =
        files.keySet().stream()
            .filter(name -> name.matches("conversations/.+\\.json"))
            .findFirst()
            .orElseThrow();
    assertTrue(json.startsWith("conversations/soil-seeds-"), json);
    assertTrue(file(files, json.replaceFirst("json$", "md")).contains("What about slugs?"));
    // what was exported can be imported
    assertEquals(
        201,
        grace.post("/api/conversations/import", "application/json", file(files, json)).status());
    assertFalse(files.toString().contains("Grace was here"));
    assertEquals(200, export(ada).statusCode(), "the next one may begin");
  }

  @Test
  void deletingEverythingLeavesNothingOfTheGuest() {
    Things things = new Things();
    PATIENTLY.check("everything is archived", () -> things.areCounted(1));
    String copy =
        grace
            .post("/api/conversations/%s/fork".formatted(roomId), Map.of())
            .body()
            .path("id")
            .asText();
    say(grace, "Grace stays");
    assertTrue(history(grace, copy).contains("Ada was in the room"));
    assertTrue(history(grace, roomId).contains("Ada was in the room"));

    try (RoomClient socket = RoomClient.join(ada, room)) {
      ApiClient.Answer answer = ada.delete("/api/me");
      assertEquals(202, answer.status(), answer.toString());
      assertEquals(ada.id(), answer.body().path("id").asText());
      assertEquals(1008, socket.closeCode());
    }
    assertEquals(401, ada.get("/api/me").status());
    PATIENTLY.check(
        "the messages have left the room", () -> !history(grace, roomId).contains("Ada was"));
    PATIENTLY.check("and the copies", () -> !history(grace, copy).contains("Ada was"));
    assertTrue(history(grace, roomId).contains("Grace stays"));
    PATIENTLY.check(
        "the share is gone",
        () -> ApiClient.nobody(PARLEY).get("/api/shares/" + things.share).status() == 404);
    PATIENTLY.check(
        "the erasure is done",
        () -> ErasedGuest.isGone(TestBed.services(), ada.id(), things.conversation));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DELETE /api/me", "POST /api/me/transfers", "POST /api/me/transfers/take"})
  void anotherSitesPageChangesNothing(String call) throws Exception {
    String cookie = PARLEY.get("/").headers().firstValue("Set-Cookie").orElseThrow();
    String[] parts = call.split(" ", 2);
    for (String origin : List.of("", "null", "https://evil.test")) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(PARLEY.url(parts[1]))
              .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
              .header("Content-Type", "application/json")
              .method(parts[0], HttpRequest.BodyPublishers.ofString("{}"));
      if (!origin.isEmpty()) {
        request.header("Origin", origin);
      }
      assertEquals(403, HTTP.send(request.build(), BodyHandlers.ofString()).statusCode(), origin);
    }
  }

  @Test
  void aBrowserThatTakesALinkIsTheSameGuest() throws Exception {
    String url = ada.post("/api/me/transfers", Map.of()).body().path("url").asText();
    assertTrue(url.matches("http://[^/]+/take#[0-9A-Za-z_-]{32}"), url);
    String token = url.substring(url.indexOf('#') + 1);
    ApiClient nobody = ApiClient.nobody(PARLEY);
    ApiClient.Answer offer = nobody.post("/api/me/transfers/preview", Map.of("token", token));
    assertEquals("Ada", offer.body().at("/guest/name").asText());
    assertFalse(offer.body().path("same").asBoolean(true));
    assertTrue(
        ada.post("/api/me/transfers/preview", Map.of("token", token))
            .body()
            .path("same")
            .asBoolean());
    assertEquals(409, ada.post("/api/me/transfers/take", Map.of("token", token)).status());

    ApiClient.Answer taken = nobody.post("/api/me/transfers/take", Map.of("token", token));
    assertEquals(200, taken.status(), taken.toString());
    assertEquals(ada.id(), taken.body().at("/guest/id").asText());
    assertFalse(taken.body().has("token"));
    String cookie = taken.header("Set-Cookie").orElseThrow();
    assertTrue(cookie.contains("HttpOnly"), cookie);
    HttpRequest request =
        HttpRequest.newBuilder(PARLEY.url("/api/me"))
            .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
            .build();
    assertTrue(HTTP.send(request, BodyHandlers.ofString()).body().contains(ada.id()));
    assertEquals(200, ada.get("/api/me").status(), "the first device stays");

    assertEquals(404, nobody.post("/api/me/transfers/take", Map.of("token", token)).status());
    // a program is told its token
    String again = ada.post("/api/me/transfers", Map.of()).body().path("url").asText();
    JsonNode pass =
        grace
            .post(
                "/api/me/transfers/take", Map.of("token", again.substring(again.indexOf('#') + 1)))
            .body();
    assertEquals(
        ada.id(), me(ApiClient.with(PARLEY, pass.path("token").asText())).path("id").asText());
  }

  @Test
  void aLinkEndsWithTheTokensOfItsGuest() {
    String url = ada.post("/api/me/transfers", Map.of()).body().path("url").asText();
    assertEquals(201, ada.post("/api/guests/me/tokens", Map.of()).status());
    ApiClient.Answer taken =
        grace.post("/api/me/transfers/take", Map.of("token", url.substring(url.indexOf('#') + 1)));
    assertEquals(404, taken.status(), taken.toString());
    String other = grace.post("/api/me/transfers", Map.of()).body().path("url").asText();
    assertEquals(204, grace.delete("/api/me/transfers").status());
    assertEquals(
        404,
        ApiClient.nobody(PARLEY)
            .post(
                "/api/me/transfers/preview",
                Map.of("token", other.substring(other.indexOf('#') + 1)))
            .status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "{}",
        "{\"token\":null}",
        "{\"token\":7}",
        "{\"token\":\"\"}",
        "{\"token\":\"short\"}",
        "{\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*\"}",
        "{\"token\":\"../../parley:budget\"}",
        "{\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\\n\"}",
        "{\"token\":\"a\",\"token\":\"b\"}"
      })
  void anInvalidTokenIsRejected(String body) {
    for (String call : List.of("preview", "take")) {
      ApiClient.Answer answer = grace.send("POST", "/api/me/transfers/" + call, body);
      assertTrue(answer.status() == 400 || answer.status() == 404, answer.toString());
    }
    assertEquals(
        413,
        grace.send("POST", "/api/me/transfers/take", "\"" + "x".repeat(70_000) + "\"").status());
  }

  /// One of each kind of thing, Ada's.
  private final class Things {
    private final String conversation =
        ada.post(
                "/api/conversations",
                Map.of("title", "Soil & seeds", "default_model", "test/alpha"))
            .body()
            .path("id")
            .asText();
    private final String share;

    Things() {
      JsonNode turn =
          ada.post(
                  "/api/conversations/%s/messages".formatted(conversation),
                  Map.of("message", "What about slugs?"))
              .body();
      say(ada, "Ada was in the room");
      PATIENTLY.check(
          "the model has replied", () -> history(ada, conversation).contains("\"finished\""));
      share =
          ada.post("/api/conversations/%s/shares".formatted(conversation), Map.of())
              .body()
              .path("token")
              .asText();
      String feedback = "/api/replies/%s/feedback".formatted(turn.path("reply_id").asText());
      assertEquals(204, ada.put(feedback, Map.of("rating", "up")).status());
    }

    boolean areCounted(int each) {
      JsonNode count = me(ada).path("belongings");
      return List.of("conversations", "messages", "shares", "ratings").stream()
          .allMatch(kind -> count.path(kind).asInt() == each);
    }
  }

  private void say(ApiClient who, String text) {
    ApiClient.Answer posted =
        who.post(
            "/api/conversations/%s/messages".formatted(roomId),
            Map.of("message", text, "reply", false));
    assertEquals(200, posted.status(), posted.toString());
  }

  private static String history(ApiClient who, String conversation) {
    return who.get("/api/conversations/%s/messages".formatted(conversation)).response().body();
  }

  private static JsonNode me(ApiClient who) {
    ApiClient.Answer answer = who.get("/api/me");
    assertEquals(200, answer.status(), answer.toString());
    return answer.body();
  }

  private static HttpResponse<byte[]> export(ApiClient who) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(PARLEY.url("/api/me/export"))
            .header("Authorization", who.bearer())
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static String file(Map<String, String> files, String name) {
    return Optional.ofNullable(files.get(name)).orElseThrow();
  }

  private static Map<String, String> unzipped(byte[] zip) throws IOException {
    Map<String, String> files = new HashMap<>();
    try (ZipInputStream in =
        new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}

package io.parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Search over REST, against a running node.
class SearchIT {
  private static final ParleyNode PARLEY = TestBed.node();

  /// A word of this test alone.
  private final String word = "w" + Ids.next().toString().substring(24);

  private ApiClient ada;
  private String roomName;
  private String room;

  @BeforeEach
  void openRoom() {
    ada = ApiClient.guest(PARLEY, "ada");
    roomName = "s-" + Ids.next().toString().substring(24);
    room =
        ada.post("/api/rooms", Map.of("name", roomName, "answers", "mentions"))
            .body()
            .path("id")
            .asText();
  }

  @Test
  void aFreshMessageIsFoundByEverybodyWithinASecond() {
    String id = post(room, "Have you seen <b>" + word + "</b> & co?");
    JsonNode found =
        Await.within(Duration.ofSeconds(1))
            .value(
                "the message is found",
                () ->
                    StreamSupport.stream(
                            search(ApiClient.nobody(PARLEY), word).path("items").spliterator(),
                            false)
                        .findFirst());
    assertEquals(id, found.path("message_id").asText());
    assertEquals(room, found.path("conversation_id").asText());
    assertEquals("room", found.path("kind").asText());
    assertEquals(roomName, found.path("name").asText());
    assertEquals("ada", found.at("/author/name").asText());
    assertEquals("Have you seen <b>" + word + "</b> & co?", found.path("snippet").asText());
    assertEquals(17, found.at("/marks/0/at").asInt());
    assertEquals(word.length(), found.at("/marks/0/count").asInt());

    post(room, "and then something else");
    JsonNode page =
        ada.get(
                "/api/conversations/"
                    + room
                    + "/messages?limit=1&before="
                    + found.path("page").asText())
            .body();
    assertEquals(id, page.at("/items/0/id").asText());
  }

  @Test
  void aPrivateMessageIsFoundByItsOwnerAlone() {
    String own =
        ada.post("/api/conversations", Map.of("title", "Diary")).body().path("id").asText();
    post(own, "my secret is " + word);
    awaitFound(ada, word, 1);
    assertEquals("Diary", search(ada, word).at("/items/0/title").asText());
    ApiClient eve = ApiClient.guest(PARLEY, "eve");
    for (String query : List.of(word, word.substring(0, 8), "secret " + word)) {
      assertEquals(0, search(eve, query).path("items").size());
      assertEquals(0, search(ApiClient.nobody(PARLEY), query).path("items").size());
    }
    assertEquals(204, ada.delete("/api/conversations/" + own).status());
    assertEquals(0, search(ada, word).path("items").size());
  }

  @Test
  void aRemovedMessageIsNotFound() {
    String id = post(room, word);
    awaitFound(ada, word, 1);
    assertEquals(
        204, ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN).delete("/api/messages/" + id).status());
    awaitFound(ada, word, 0);
  }

  @Test
  void theBetterFitComesFirstAndPagesHoldEachHitOnce() {
    for (int i = 0; i < 6; i++) {
      post(room, word + " among many other words that are about something else, number " + i);
    }
    String best = post(room, word + " and " + word);
    post(room, "once more " + word + " in passing, between this and that");
    awaitFound(ada, word, 8);
    assertEquals(best, search(ada, word).at("/items/0/message_id").asText());

    List<String> seen = new ArrayList<>();
    String before = "";
    do {
      JsonNode page = search(ada, word, "&limit=3" + before);
      page.path("items").forEach(item -> seen.add(item.path("message_id").asText()));
      before = page.has("next") ? "&before=" + page.path("next").asText() : "";
      post(room, word + " comes in between");
    } while (!before.isEmpty());
    assertEquals(8, seen.size());
    assertEquals(8, new HashSet<>(seen).size());
  }

  @Test
  void roomsAndOwnConversationsAreFoundByNameBeforeMessages() {
    String own = ada.post("/api/conversations", Map.of("title", "Old")).body().path("id").asText();
    String said = post(room, "somebody says " + word);
    awaitFound(ada, word, 1);
    assertEquals(
        200,
        ada.patch("/api/conversations/" + own, Map.of("title", "Łódź budget " + word)).status());
    JsonNode items = search(ada, "lodz " + word).path("items");
    assertEquals(1, items.size());
    assertEquals(own, items.at("/0/conversation_id").asText());
    assertEquals("Łódź budget " + word, items.at("/0/snippet").asText());
    assertEquals(0, items.at("/0/marks/0/at").asInt());
    assertEquals(4, items.at("/0/marks/0/count").asInt());
    assertFalse(items.path(0).has("message_id"));

    items = search(ada, word).path("items");
    assertEquals(own, items.at("/0/conversation_id").asText());
    assertEquals(said, items.at("/1/message_id").asText());
    JsonNode first = search(ada, word, "&limit=1");
    assertFalse(first.at("/items/0").has("message_id"));
    JsonNode second = search(ada, word, "&limit=1&before=" + first.path("next").asText());
    assertEquals(said, second.at("/items/0/message_id").asText());

    assertEquals(1, search(ApiClient.guest(PARLEY, "eve"), word).path("items").size());
    assertEquals(204, ada.delete("/api/conversations/" + own).status());
    assertEquals(1, search(ada, word).path("items").size());

    JsonNode byName = search(ApiClient.nobody(PARLEY), roomName.substring(2)).path("items");
    assertEquals(1, byName.size());
    assertEquals(roomName, byName.at("/0/name").asText());
    ApiClient admin = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
    assertEquals(200, admin.patch("/api/rooms/" + roomName, Map.of("name", "n" + word)).status());
    assertEquals(0, search(ApiClient.nobody(PARLEY), roomName.substring(2)).path("items").size());
    assertEquals("n" + word, search(ada, "n" + word).at("/items/0/name").asText());
    assertEquals(204, admin.delete("/api/rooms/n" + word).status());
    assertEquals(0, search(ada, "n" + word).path("items").size());
  }

  @Test
  void whatIsWrongWithASearchIsSaid() {
    Map<String, String> details =
        Map.of(
            "x".repeat(501),
            "500 characters",
            "word ".repeat(21),
            "20 words",
            "?!",
            "letter or digit",
            "-one",
            "without `-`",
            "apple or -pear",
            "`or`");
    details.forEach((query, words) -> {
      ApiClient.Answer answer = ada.get("/api/search?q=" + encoded(query));
      assertEquals(400, answer.status());
      assertEquals("invalid_request", answer.code());
      String detail = answer.body().path("detail").asText();
      assertTrue(detail.contains(words), detail);
    });
    String id = post(room, "git commit --no-verify " + word);
    awaitFound(ada, word, 1);
    JsonNode found = search(ada, word + " --no-verify");
    assertEquals(id, found.at("/items/0/message_id").asText());
    assertEquals(0, found.path("excluded").size());
    assertEquals("verify", search(ada, word + " -verify").at("/excluded/0").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\0",
        "a\0b",
        "🙂",
        "\"",
        "-x",
        "x or -y",
        "'",
        "\\",
        ":*",
        "&|!()<->",
        "\uD800"
      })
  void whatHasNoMeaningIsRefusedOrFindsNothing(String query) {
    ApiClient.Answer answer = ada.get("/api/search?q=" + encoded(query));
    if (answer.status() == 200) {
      assertFalse(answer.body().has("next"));
    } else {
      assertEquals(400, answer.status(), answer.response().body());
      assertEquals("invalid_request", answer.code());
    }
  }

  @Test
  void aBookIsNotAQuery() {
    assertEquals(400, ada.get("/api/search?q=" + "x".repeat(10_000)).status());
    assertEquals(400, ada.get("/api/search?q=" + "word+".repeat(2_000)).status());
    assertEquals(400, ada.get("/api/search").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "MTIzNDU2Nzg5MDEyMzQ1Nng", "ð"})
  void anInvalidCursorIsRejected(String before) {
    assertEquals(400, ada.get("/api/search?q=" + word + "&before=" + encoded(before)).status());
  }

  private String post(String conversation, String text) {
    ApiClient.Answer posted =
        ada.post(
            "/api/conversations/" + conversation + "/messages",
            Map.of("message", text, "reply", false));
    assertEquals(200, posted.status(), posted.response().body());
    return posted.body().path("message_id").asText();
  }

  private static void awaitFound(ApiClient reader, String query, int count) {
    Await.until(
        count + " messages are found", () -> search(reader, query).path("items").size() == count);
  }

  private static JsonNode search(ApiClient reader, String query) {
    return search(reader, query, "");
  }

  private static JsonNode search(ApiClient reader, String query, String more) {
    ApiClient.Answer answer = reader.get("/api/search?q=" + encoded(query) + more);
    assertEquals(200, answer.status(), answer.response().body());
    return answer.body();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Going on in private from a moment of a conversation, over REST.
class ForkIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private final ApiClient bob = ApiClient.guest(PARLEY, "bob");

  @Test
  void aRoomsMomentBecomesAPrivateConversationThatKeepsItsAuthors() {
    String name = "f-" + Ids.next().toString().substring(24);
    String room =
        ada.post("/api/rooms", Map.of("name", name, "answers", "mentions"))
            .body()
            .path("id")
            .asText();
    post(ada, room, "one");
    String second = post(bob, room, "two");
    post(ada, room, "three");

    JsonNode fork = forked(bob, room, Map.of("message_id", second));
    assertEquals("private", fork.path("kind").asText());
    assertEquals("#" + name + " (fork)", fork.path("title").asText());
    JsonNode items = messages(bob, fork.path("id").asText());
    assertEquals(List.of("one", "two"), contents(items));
    assertEquals("ada", items.at("/0/author/name").asText());
    assertEquals(messages(ada, room).at("/0/author/id"), items.at("/0/author/id"));
    assertEquals(404, ada.get("/api/conversations/" + fork.path("id").asText()).status());
  }

  @Test
  void ofARoomTheLastOfWhatWasSaidIsTaken() {
    String room =
        ada.post(
                "/api/rooms",
                Map.of("name", "f-" + Ids.next().toString().substring(24), "answers", "mentions"))
            .body()
            .path("id")
            .asText();
    List<ApiClient> writers =
        IntStream.range(0, 5).mapToObj(i -> ApiClient.guest(PARLEY, "w" + i)).toList();
    IntStream.range(0, 210).forEach(i -> post(writers.get(i % 5), room, "m" + i));
    String id = forked(bob, room, Map.of()).path("id").asText();
    JsonNode items = bob.get("/api/conversations/" + id + "/messages?limit=200").body();
    assertEquals(200, items.path("items").size());
    assertEquals("m10", items.at("/items/0/content").asText());
  }

  @Test
  void ofAPrivateConversationTheBranchIsTaken() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(4));
    JsonNode before = messages(ada, id);
    post(ada, id, "another beginning", id);
    assertEquals(
        List.of("another beginning"),
        contents(messages(ada, forked(ada, id, Map.of()).path("id").asText())));
    JsonNode fork = forked(ada, id, Map.of("message_id", before.at("/2/id").asText()));
    assertEquals("Soil & seeds (fork)", fork.path("title").asText());
    assertEquals("Be brief.", fork.path("system_prompt").asText());
    JsonNode items = messages(ada, fork.path("id").asText());
    assertEquals(contents(before).subList(0, 3), contents(items));
    assertEquals(items.at("/0/id"), items.at("/1/parent_id"));
    assertEquals(
        "Soil & seeds (fork 2)",
        forked(ada, fork.path("id").asText(), Map.of()).path("title").asText());
  }

  @Test
  void whoMayNotSeeItCannotForkItAndNobodyForksFromElsewhere() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(2));
    String other = ExportImportIT.imported(ada, ExportImportIT.document(2));
    String path = "/api/conversations/" + id + "/fork";
    assertEquals(404, bob.post(path, Map.of()).status());
    assertEquals(401, ApiClient.nobody(PARLEY).post(path, Map.of()).status());
    assertEquals(
        404,
        ada.post(path, Map.of("message_id", messages(ada, other).at("/0/id").asText())).status());
    assertEquals(400, ada.post(path, Map.of("message_id", "x")).status());
  }

  private static JsonNode forked(ApiClient owner, String id, Map<String, String> moment) {
    ApiClient.Answer answer = owner.post("/api/conversations/" + id + "/fork", moment);
    assertEquals(201, answer.status(), answer.response().body());
    return answer.body();
  }

  private static JsonNode messages(ApiClient reader, String id) {
    return reader.get("/api/conversations/" + id + "/messages").body().path("items");
  }

  private static List<String> contents(JsonNode items) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(message -> message.path("content").asText())
        .toList();
  }

  private static String post(ApiClient author, String id, String text) {
    return posted(author, id, Map.of("message", text, "reply", false));
  }

  private static void post(ApiClient author, String id, String text, String parent) {
    String message =
        posted(author, id, Map.of("message", text, "reply", false, "parent_id", parent));
    assertEquals(36, message.length());
  }

  private static String posted(ApiClient author, String id, Map<String, Object> message) {
    ApiClient.Answer answer = author.post("/api/conversations/" + id + "/messages", message);
    assertEquals(200, answer.status(), answer.response().body());
    return answer.body().path("message_id").asText();
  }
}

package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations leave as files and come back, over REST.
public class ExportImportIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");

  @Test
  void whatIsExportedAndImportedIsTheSameButForItsIds() {
    String first = imported(ada, document(450));
    ada.put("/api/replies/" + replies(first).getFirst() + "/feedback", Map.of("rating", "up"));
    ObjectNode once = export(ada, first);
    assertEquals(450, once.path("messages").size());
    assertEquals("up", once.at("/messages/251/feedback/rating").asText());

    String second = imported(ada, once);
    assertEquals(withoutIds(once), withoutIds(export(ada, second)));
    assertEquals(ids(once).size(), ids(export(ada, second)).size());
  }

  @Test
  void anImportIsAPrivateConversationOfTheCallersWithAHistory() {
    ApiClient.Answer answer = ada.post("/api/conversations/import", document(3));
    assertEquals(201, answer.status(), answer.response().body());
    String id = answer.body().path("id").asText();
    assertTrue(answer.header("Location").orElseThrow().endsWith("/api/conversations/" + id));
    assertEquals("private", answer.body().path("kind").asText());
    assertEquals("Soil & seeds", answer.body().path("title").asText());
    assertEquals("Be brief.", answer.body().path("system_prompt").asText());
    JsonNode items = ada.get("/api/conversations/" + id + "/messages").body().path("items");
    assertEquals(3, items.size());
    assertEquals(items.at("/0/id"), items.at("/1/parent_id"));
    assertEquals("finished", items.at("/1/status").asText());
    assertEquals(404, ApiClient.guest(PARLEY, "eve").get("/api/conversations/" + id).status());
    assertEquals(
        401, ApiClient.nobody(PARLEY).post("/api/conversations/import", document(1)).status());
  }

  @Test
  void aForgedAuthorIsAStranger() {
    ApiClient bob = ApiClient.guest(PARLEY, "bob");
    String bobsId = bob.get("/api/guests/me").body().at("/guest/id").asText();
    ObjectNode forged = document(1);
    ((ObjectNode) forged.at("/messages/0/author")).put("id", bobsId).put("name", "bob");
    JsonNode author = export(ada, imported(ada, forged)).at("/messages/0/author");
    assertEquals("bob", author.path("name").asText());
    assertFalse(author.path("id").asText().equals(bobsId));
  }

  @Test
  void markdownShowsTheLatestBranchAndIsADownload() {
    String id = imported(ada, document(4));
    JsonNode items = ada.get("/api/conversations/" + id + "/messages").body().path("items");
    ada.post(
        "/api/conversations/" + id + "/messages",
        Map.of("message", "asked another way", "parent_id", id, "reply", false));
    ApiClient.Answer file = ada.get("/api/conversations/" + id + "/export?format=markdown");
    assertEquals(200, file.status());
    assertEquals(
        "attachment; filename=\"soil-seeds.md\"; filename*=UTF-8''Soil%20%26%20seeds.md",
        file.header("Content-Disposition").orElseThrow());
    assertTrue(file.header("Content-Type").orElseThrow().startsWith("text/markdown"));
    String text = file.response().body();
    assertTrue(text.startsWith("# Soil \\& seeds\n"), text);
    assertTrue(text.contains("## ada · "), text);
    assertTrue(text.contains("asked another way"), text);
    assertFalse(text.contains(items.at("/0/content").asText()), text);

    String before = imported(ada, document(4));
    String whole = ada.get("/api/conversations/" + before + "/export").response().body();
    assertTrue(whole.contains("## demo/guide · "), whole);
    assertTrue(whole.contains("```java\nint i = 1;\n```\n"), whole);
  }

  @Test
  void markdownShowsTheBranchOfTheMessageThatIsNamed() {
    String id = imported(ada, document(4));
    JsonNode items = ada.get("/api/conversations/" + id + "/messages").body().path("items");
    String first = items.at("/0/content").asText();
    String other =
        ada.post(
                "/api/conversations/" + id + "/messages",
                Map.of("message", "asked another way", "parent_id", id, "reply", false))
            .body()
            .path("message_id")
            .asText();
    String url = "/api/conversations/" + id + "/export?format=markdown&message_id=";

    String earlier = ada.get(url + items.at("/3/id").asText()).response().body();
    assertTrue(earlier.contains(first), earlier);
    assertTrue(earlier.contains(items.at("/3/content").asText()), earlier);
    assertFalse(earlier.contains("asked another way"), earlier);

    String upTo = ada.get(url + items.at("/1/id").asText()).response().body();
    assertTrue(upTo.contains(first), upTo);
    assertFalse(upTo.contains(items.at("/2/content").asText()), upTo);

    assertTrue(ada.get(url + other).response().body().contains("asked another way"));
    assertEquals(404, ada.get(url + Ids.next()).status());
    assertEquals(400, ada.get(url + "first").status());
  }

  @Test
  void aRoomIsExportedByAnybodyAndComesBackAsAThread() {
    String name = "x-" + Ids.next().toString().substring(24);
    String room =
        ada.post("/api/rooms", Map.of("name", name, "answers", "mentions"))
            .body()
            .path("id")
            .asText();
    for (String text : List.of("one", "two")) {
      ada.post("/api/conversations/" + room + "/messages", Map.of("message", text));
    }
    ObjectNode document = export(ApiClient.nobody(PARLEY), room);
    assertEquals("room", document.at("/conversation/kind").asText());
    JsonNode thread = export(ada, imported(ada, document));
    assertEquals("#" + name, thread.at("/conversation/title").asText());
    assertEquals(thread.at("/messages/0/id"), thread.at("/messages/1/parent_id"));
    assertEquals(thread.at("/conversation/id"), thread.at("/messages/0/parent_id"));
  }

  @Test
  void nobodyExportsWhatTheyMayNotSee() {
    String id = imported(ada, document(2));
    ApiClient eve = ApiClient.guest(PARLEY, "eve");
    assertEquals(404, eve.get("/api/conversations/" + id + "/export?format=json").status());
    assertEquals(
        404, ApiClient.nobody(PARLEY).get("/api/conversations/" + id + "/export").status());
    assertEquals(400, ada.get("/api/conversations/" + id + "/export?format=pdf").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{",
        "\"text\"",
        "{\"format\":\"parley.conversation\",\"version\":1}",
        "{\"format\":\"parley.conversation\",\"version\":1,\"conversation\":{},\"messages\":[]}",
        "{\"format\":\"parley.conversation\",\"version\":1,\"messages\":[{\"id\":1}]}",
        "{\"format\":\"parley.conversation\",\"version\":\"x\"}"
      })
  void anInvalidExportIsRejectedAndNothingIsImported(String body) {
    int before = ada.get("/api/conversations").body().path("items").size();
    ApiClient.Answer answer = ada.post("/api/conversations/import", "application/json", body);
    assertEquals(400, answer.status(), answer.response().body());
    assertEquals("invalid_request", answer.code());
    assertEquals(before, ada.get("/api/conversations").body().path("items").size());
  }

  @Test
  void chatGptsZipBecomesConversationsWithBranchesAndModels() {
    byte[] zip =
        ForeignFileTest.zip(
            Map.of("conversations.json", ForeignFileTest.resource("chatgpt.json"), "a.png", "…"));
    for (String type :
        List.of("application/zip", "application/x-zip-compressed", "application/octet-stream")) {
      ApiClient guest = ApiClient.guest(PARLEY, "ada");
      ApiClient.Answer answer = guest.post("/api/conversations/import", type, zip);
      assertEquals(201, answer.status(), answer.response().body());
      JsonNode made = answer.body();
      assertEquals("Trip to Łódź", made.path("title").asText());
      assertEquals("chatgpt", made.at("/import/source").asText());
      assertEquals(2, made.at("/import/conversations").size());
      assertEquals(6, made.at("/import/conversations/0/messages").asInt());
      assertEquals(1, made.at("/import/left_out/pictures").asInt());
      assertEquals(2, made.at("/import/left_out/tool_calls").asInt());
      assertEquals(1, made.at("/import/failed_count").asInt());
      assertEquals("Empty", made.at("/import/failed/0/title").asText());
      assertEquals(2, guest.get("/api/conversations").body().path("items").size());

      // the newest first
      JsonNode list = guest.get("/api/conversations").body().path("items");
      assertEquals("Trip to Łódź", list.at("/1/title").asText());
      assertEquals("2024-06-10T06:13:21Z", list.at("/1/created_at").asText());

      String id = made.path("id").asText();
      assertTrue(answer.header("Location").orElseThrow().endsWith("/api/conversations/" + id));
      JsonNode items = guest.get("/api/conversations/" + id + "/messages").body().path("items");
      assertEquals(6, items.size());
      assertEquals("ada", items.at("/0/author/name").asText());
      assertEquals("2024-06-10T06:13:21Z", items.at("/0/created_at").asText());
      assertTrue(items.at("/0/imported").asBoolean());
      assertEquals("openai/gpt-4o", items.at("/1/model").asText());
      assertEquals(id, items.at("/2/parent_id").asText());
      assertEquals("Many.", items.at("/5/content").asText());
      assertEquals(items.at("/2/id"), items.at("/5/parent_id"));
    }
  }

  @Test
  void openWebUisAndLibreChatsJsonIsImported() {
    for (String name : List.of("open-webui.json", "librechat-tree.json", "librechat-list.json")) {
      ApiClient.Answer answer =
          ada.post("/api/conversations/import", "application/json", ForeignFileTest.resource(name));
      assertEquals(201, answer.status(), answer.response().body());
      assertEquals(1, answer.body().at("/import/conversations").size(), name);
      String id = answer.body().path("id").asText();
      // what was imported is a conversation like any other, which can be exported and come back
      assertEquals(
          withoutIds(export(ada, id)), withoutIds(export(ada, imported(ada, export(ada, id)))));
    }
  }

  @Test
  void aReplyThatBeginsAConversationAndALongMessageAreKept() {
    String text = "x".repeat(20_000);
    ApiClient.Answer answer =
        ada.post(
            "/api/conversations/import",
            "application/json",
            "[{\"chat\":{\"messages\":[{\"role\":\"assistant\",\"content\":\"How can I help?\"},"
                + "{\"role\":\"user\",\"content\":\""
                + text
                + "\"}]}}]");
    assertEquals(201, answer.status(), answer.response().body());
    String id = answer.body().path("id").asText();
    JsonNode items = ada.get("/api/conversations/" + id + "/messages").body().path("items");
    assertEquals("How can I help?", items.at("/0/content").asText());
    assertEquals(id, items.at("/0/parent_id").asText());
    assertEquals(text, items.at("/1/content").asText());
    assertEquals(items.at("/0/id"), items.at("/1/parent_id"));
    assertEquals(2, export(ada, imported(ada, export(ada, id))).path("messages").size());
  }

  @Test
  void aFileThatHoldsNothingToImportIsRefusedInWords() {
    Map<String, String> details =
        Map.of(
            "[]",
            "The file contains no conversations.",
            "[{\"role\":\"user\",\"content\":\"x\"}]",
            "It is not an exported conversation of Parley, ChatGPT, Open WebUI or LibreChat.",
            "[{\"mapping\":{}}]",
            "It contains no messages.",
            "[{\"mapping\":{}",
            "The file is not valid JSON at line 1, column 15.");
    details.forEach((body, detail) -> {
      ApiClient.Answer answer = ada.post("/api/conversations/import", "application/json", body);
      assertEquals(400, answer.status(), answer.response().body());
      assertEquals(detail, answer.body().path("detail").asText());
    });
    ApiClient.Answer bomb =
        ada.post(
            "/api/conversations/import",
            "application/zip",
            ForeignFileTest.zip(Map.of("a", "\0".repeat(200_000_000))));
    assertEquals(413, bomb.status(), bomb.response().body());
    assertEquals(0, ada.get("/api/conversations").body().path("items").size());
  }

  @Test
  void oneUnsoundMessageIsEnoughForNothingToBeImported() {
    ObjectNode document = document(20);
    ((ObjectNode) document.at("/messages/19")).put("parent_id", Ids.next().toString());
    ApiClient.Answer answer = ada.post("/api/conversations/import", document);
    assertEquals(400, answer.status());
    assertEquals(
        "Message 20: It has a parent that does not stand before it.",
        answer.body().path("detail").asText());
    assertEquals(0, ada.get("/api/conversations").body().path("items").size());
  }

  @Test
  void aDeepOrHugeBodyIsRefused() {
    String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertEquals(400, ada.post("/api/conversations/import", "application/json", deep).status());
    String huge = "{\"x\":\"" + "y".repeat(10 * 1024 * 1024) + "\"}";
    ApiClient.Answer answer = ada.post("/api/conversations/import", "application/json", huge);
    assertEquals(413, answer.status(), answer.response().body());
    assertEquals("too_large", answer.code());
  }

  public static String imported(ApiClient owner, ObjectNode document) {
    ApiClient.Answer answer = owner.post("/api/conversations/import", document);
    assertEquals(201, answer.status(), answer.response().body());
    return answer.body().path("id").asText();
  }

  private List<String> replies(String id) {
    return StreamSupport.stream(
            ada.get("/api/conversations/" + id + "/messages?limit=200")
                .body()
                .path("items")
                .spliterator(),
            false)
        .filter(message -> message.path("role").asText().equals("assistant"))
        .map(message -> message.path("id").asText())
        .toList();
  }

  private static ObjectNode export(ApiClient reader, String id) {
    ApiClient.Answer answer = reader.get("/api/conversations/" + id + "/export?format=json");
    assertEquals(200, answer.status(), answer.response().body());
    return (ObjectNode) answer.body();
  }

  private static Map<String, String> ids(JsonNode document) {
    Map<String, String> ids = new HashMap<>();
    ids.put(document.at("/conversation/id").asText(), "root");
    document
        .path("messages")
        .forEach(message -> ids.put(message.path("id").asText(), "m" + ids.size()));
    return ids;
  }

  /// With the ids in the order in which they come, and without what differs by right.
  private static JsonNode withoutIds(ObjectNode document) {
    Map<String, String> ids = ids(document);
    ObjectNode same = document.deepCopy();
    same.remove("exported_at");
    ObjectNode conversation = (ObjectNode) same.path("conversation");
    conversation.remove("id");
    conversation.remove("created_at");
    for (JsonNode node : same.path("messages")) {
      ObjectNode message = (ObjectNode) node;
      message.put("id", ids.get(message.path("id").asText()));
      message.put("parent_id", ids.get(message.path("parent_id").asText()));
      ((ObjectNode) message.path("author")).remove("id");
    }
    return same;
  }

  /// Turns of a message and a reply; every tenth message begins another branch.
  public static ObjectNode document(int size) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    String root = Ids.next().toString();
    String author = Ids.next().toString();
    document.put("format", "parley.conversation").put("version", 1);
    document
        .putObject("conversation")
        .put("id", root)
        .put("kind", "private")
        .put("title", "Soil & seeds")
        .put("system_prompt", "Be brief.")
        .put("default_model", "demo/guide")
        .put("temperature", 0.5)
        .put("created_at", "2026-11-20T12:00:00Z");
    ArrayNode messages = document.putArray("messages");
    String parent = root;
    for (int i = 0; i < size; i++) {
      boolean reply = i % 2 == 1;
      String id = Ids.next().toString();
      ObjectNode message =
          messages
              .addObject()
              .put("id", id)
              .put("parent_id", i % 20 == 10 ? root : parent)
              .put("role", reply ? "assistant" : "user")
              .put("status", reply ? "finished" : "posted")
              .put("created_at", "2026-11-20T12:00:%02d.123456Z".formatted(i % 60))
              .put(
                  "content",
                  reply
                      ? "Answer " + i + ":\n\n```java\nint i = " + i + ";"
                      : "Question " + i + " 👋");
      message
          .putObject("author")
          .put("id", reply ? "demo/guide" : author)
          .put("name", reply ? "guide" : "ada");
      if (reply) {
        message.put("model", "demo/guide").put("finished_at", "2026-11-20T12:01:00Z");
        message.putObject("usage").put("prompt_tokens", 3).put("completion_tokens", i);
      }
      parent = id;
    }
    return document;
  }
}

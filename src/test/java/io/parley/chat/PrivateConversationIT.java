package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Private conversations from their beginning to their end, over REST.
class PrivateConversationIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");

  @Test
  void aConversationIsOpenedWithItsSettingsAndReadBack() {
    ApiClient.Answer opened =
        ada.post(
            "/api/conversations",
            Map.of(
                "title",
                "  Soil \n and seeds ",
                "default_model",
                "demo/guide",
                "system_prompt",
                "Be brief.",
                "temperature",
                0.5,
                "top_p",
                0.9,
                "max_tokens",
                256,
                "stop",
                List.of("END"),
                "seed",
                7,
                "effort",
                "high"));
    assertEquals(201, opened.status(), opened.body().toString());
    JsonNode conversation = opened.body();
    assertEquals("private", conversation.path("kind").asText());
    assertEquals("Soil and seeds", conversation.path("title").asText());
    assertEquals("demo/guide", conversation.path("default_model").asText());
    assertEquals("Be brief.", conversation.path("system_prompt").asText());
    assertEquals(0.5, conversation.path("temperature").asDouble());
    assertEquals(0.9, conversation.path("top_p").asDouble());
    assertEquals(256, conversation.path("max_tokens").asInt());
    assertEquals("END", conversation.path("stop").path(0).asText());
    assertEquals(7, conversation.path("seed").asInt());
    assertEquals("high", conversation.path("effort").asText());
    assertFalse(conversation.path("running").asBoolean());
    assertTrue(conversation.path("position").asText().contains(":"));
    assertFalse(conversation.has("owner"));

    JsonNode read = ada.get("/api/conversations/" + conversation.path("id").asText()).body();
    assertEquals(0, read.at("/usage/prompt_tokens").asInt(-1));
    assertEquals(conversation.path("created_at"), read.path("created_at"));
    assertEquals(conversation.path("title"), read.path("title"));
  }

  @Test
  void aFieldThatAPatchDoesNotNameStaysAndNullRemovesOne() {
    String id = open(Map.of("title", "Soil", "temperature", 0.5, "system_prompt", "Be brief."));
    ApiClient.Answer changed =
        ada.patch(
            "/api/conversations/" + id,
            Json.MAPPER
                .createObjectNode()
                .put("title", "Seeds")
                .putNull("system_prompt")
                .put("mood", 1));
    assertEquals(200, changed.status(), changed.body().toString());
    assertEquals("Seeds", changed.body().path("title").asText());
    assertEquals(0.5, changed.body().path("temperature").asDouble());
    assertFalse(changed.body().has("system_prompt"));
    assertEquals("Seeds", ada.get("/api/conversations/" + id).body().path("title").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"temperature\":2.1}",
        "{\"temperature\":\"hot\"}",
        "{\"temperature\":\"NaN\"}",
        "{\"top_p\":0}",
        "{\"max_tokens\":0}",
        "{\"max_tokens\":1.5e99}",
        "{\"stop\":[\"\"]}",
        "{\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}",
        "{\"stop\":[null]}",
        "{\"seed\":\"x\"}",
        "{\"effort\":\"extreme\"}",
        "{\"effort\":2}",
        "{\"title\":\"nul \\u0000\"}",
        "{\"title\":{}}",
        "{\"default_model\":\"nobody/nothing\"}",
        "[]",
        "null",
        "{",
        "{}{}",
        "{} and more",
        "{\"title\":\"one\",\"title\":\"two\"}",
        "7",
      })
  void settingsThatAreNoneAreRefused(String body) {
    String id = open(Map.of());
    for (ApiClient.Answer answer :
        List.of(
            ada.send("POST", "/api/conversations", body),
            ada.send("PATCH", "/api/conversations/" + id, body))) {
      assertEquals(400, answer.status(), body + " " + answer.body());
      assertTrue(
          List.of("invalid_request", "unknown_model").contains(answer.body().path("code").asText()),
          answer.body().toString());
    }
  }

  @Test
  void titlesAndSystemPromptsHaveALimit() {
    assertEquals(201, ada.post("/api/conversations", Map.of("title", "x".repeat(200))).status());
    assertEquals(413, ada.post("/api/conversations", Map.of("title", "x".repeat(201))).status());
    assertEquals(
        413, ada.post("/api/conversations", Map.of("system_prompt", "x".repeat(32_769))).status());
  }

  @Test
  void theListBeginsWithWhatHappenedLastAndIsReadPageByPage() {
    List<String> opened =
        new ArrayList<>(
            IntStream.range(0, 7).mapToObj(i -> open(Map.of("title", "t" + i))).toList());
    assertEquals(
        200, ada.patch("/api/conversations/" + opened.get(2), Map.of("title", "t")).status());
    opened.add(opened.remove(2));
    List<String> read = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = ada.get("/api/conversations?limit=3&before=" + next).body();
      page.path("items").forEach(item -> read.add(item.path("id").asText()));
      next = page.path("next").asText();
    } while (!next.isEmpty());
    assertEquals(opened.reversed(), read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=x", "before=xyz", "before=MSwy", "before=LA"})
  void anInvalidPageOfTheListIsRejected(String query) {
    assertEquals(400, ada.get("/api/conversations?" + query).status());
  }

  @Test
  void aConversationOfSomebodyElseDoesNotExist() {
    String id = open(Map.of("title", "Secret"));
    String path = "/api/conversations/" + id;
    String message =
        ada.post(path + "/messages", Map.of("message", "mine", "reply", false))
            .body()
            .path("message_id")
            .asText();
    assertEquals(200, ada.get(path).status());
    ApiClient nobody = ApiClient.nobody(PARLEY);
    for (ApiClient other : List.of(ApiClient.guest(PARLEY, "grace"), nobody)) {
      assertEquals(404, other.get(path).status());
      assertEquals(404, other.get(path + "/messages").status());
    }
    ApiClient grace = ApiClient.guest(PARLEY, "grace");
    assertEquals(404, grace.patch(path, Map.of("title", "Mine")).status());
    assertEquals(404, grace.delete(path).status());
    assertEquals(404, grace.post(path + "/messages", Map.of("message", "hello")).status());
    assertEquals(0, grace.get("/api/conversations").body().path("items").size());
    assertEquals("Secret", ada.get(path).body().path("title").asText());
    assertFalse(message.isEmpty());
    assertEquals(List.of("mine"), contents(id));
  }

  @Test
  void whoIsNobodyHasNoConversations() {
    ApiClient nobody = ApiClient.nobody(PARLEY);
    assertEquals(401, nobody.post("/api/conversations", Map.of()).status());
    assertEquals(401, nobody.get("/api/conversations").status());
    String path = "/api/conversations/" + open(Map.of());
    assertEquals(401, nobody.patch(path, Map.of("title", "x")).status());
    assertEquals(401, nobody.delete(path).status());
  }

  @Test
  void aRoomIsNobodysToChangeOrErase() {
    String lobby = ada.get("/api/rooms/lobby").body().path("id").asText();
    assertEquals(403, ada.patch("/api/conversations/" + lobby, Map.of("title", "Mine")).status());
    assertEquals(403, ada.delete("/api/conversations/" + lobby).status());
    assertEquals(200, ada.get("/api/rooms/lobby").status());
  }

  @Test
  void anErasedConversationIsGoneEverywhereAtOnce() {
    String id = open(Map.of("title", "Soil"));
    String path = "/api/conversations/" + id;
    assertEquals(
        200, ada.post(path + "/messages", Map.of("message", "x", "reply", false)).status());
    assertEquals(List.of("x"), contents(id));
    assertEquals(204, ada.delete(path).status());
    assertEquals(404, ada.get(path).status());
    assertEquals(404, ada.get(path + "/messages").status());
    assertEquals(404, ada.post(path + "/messages", Map.of("message", "x")).status());
    assertEquals(404, ada.delete(path).status());
    assertEquals(0, ada.get("/api/conversations").body().path("items").size());
  }

  @Test
  void aMissingResourceIsNotFound() {
    for (String id : List.of(Ids.next().toString(), "1", "lobby", "1-1-1-1-1")) {
      assertEquals(404, ada.patch("/api/conversations/" + id, Map.of()).status());
      assertEquals(404, ada.delete("/api/conversations/" + id).status());
    }
  }

  private String open(Map<String, ?> settings) {
    ApiClient.Answer opened = ada.post("/api/conversations", settings);
    assertEquals(201, opened.status(), opened.body().toString());
    return opened.body().path("id").asText();
  }

  private List<String> contents(String id) {
    return StreamSupport.stream(
            ada.get("/api/conversations/" + id + "/messages").body().path("items").spliterator(),
            false)
        .map(message -> message.path("content").asText())
        .toList();
  }
}

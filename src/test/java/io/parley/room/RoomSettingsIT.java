package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which messages of a room are answered, and who decides, against a running node.
class RoomSettingsIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private final ApiClient bob = ApiClient.guest(PARLEY, "bob");
  private final String name = "r-" + Ids.next().toString().substring(24);
  private String id;

  @BeforeEach
  void create() {
    ApiClient.Answer created =
        ada.post("/api/rooms", Map.of("name", name, "default_model", "test/echo"));
    assertEquals(201, created.status(), created.toString());
    assertTrue(created.body().path("answers").isMissingNode(), "the default is absent");
    assertEquals(ada.id(), created.body().path("created_by").asText());
    id = created.body().path("id").asText();
  }

  @Test
  void byDefaultEverythingIsAnsweredWhileOnePersonIsThere() {
    try (RoomClient alone = RoomClient.join(ada, name)) {
      String message = alone.post("hello");
      alone.event("reply.started", event -> event.path("message_id").asText().equals(message));
    }
  }

  @Test
  void byDefaultMentionsAloneAreAnsweredFromTwoPeopleOn() {
    try (RoomClient first = RoomClient.join(ada, name);
        RoomClient second = RoomClient.join(bob, name)) {
      assertTrue(first.event("joined", event -> isBob(event)).isObject());
      assertTrue(replyTo(post(ada, "Me too!")).isMissingNode());
      assertTrue(replyTo(post(ada, "`@echo` in code")).isMissingNode());
      assertTrue(replyTo(post(ada, "@ECHO, who are you?")).isTextual());
      assertTrue(replyTo(post(bob, "@parley, and you?")).isTextual());
      String question = second.post("@test/clock, what time is it?");
      JsonNode started =
          first.event("reply.started", it -> it.path("message_id").asText().equals(question));
      assertEquals("test/clock", started.path("model").asText());
    }
  }

  /// Somebody who posts without being connected is a person too.
  @Test
  void whoeverPostsOverRestCountsAsAPerson() {
    try (RoomClient alone = RoomClient.join(ada, name)) {
      assertTrue(replyTo(post(bob, "hello")).isMissingNode());
      assertTrue(replyTo(post(ada, "hello")).isTextual());
      assertEquals(0, alone.count("error"));
    }
  }

  @Test
  void whenTheOthersHaveLeftEverythingIsAnsweredAgain() {
    try (RoomClient stays = RoomClient.join(ada, name)) {
      try (RoomClient leaves = RoomClient.join(bob, name)) {
        assertTrue(replyTo(post(ada, "hello")).isMissingNode());
        assertEquals(0, leaves.count("error"));
      }
      stays.event("left");
      Await.until("Ada is alone", () -> replyTo(post(ada, "hello")).isTextual());
    }
  }

  @Test
  void theModelThatAMessageNamesAnswersWhateverThePolicy() {
    change(ada, Map.of("answers", "mentions"), 200);
    assertTrue(replyTo(post(ada, "hello")).isMissingNode());
    ApiClient.Answer named = post(ada, Map.of("message", "hello", "model", "test/clock"));
    assertTrue(replyTo(named).isTextual(), named.toString());
  }

  @Test
  void whereNoModelAnswersAskingForAReplyIsRefused() {
    change(ada, Map.of("answers", "off"), 200);
    ApiClient.Answer posted = post(ada, "@echo hello");
    assertEquals(200, posted.status());
    assertTrue(replyTo(posted).isMissingNode());
    ApiClient.Answer named = post(ada, Map.of("message", "hello", "model", "test/echo"));
    assertEquals(403, named.status());
    assertTrue(named.body().path("detail").asText().contains("`off`"), named.toString());
    String message = posted.body().path("message_id").asText();
    assertEquals(403, ada.post("/api/messages/" + message + "/replies", Map.of()).status());
  }

  @Test
  void whoeverCreatedARoomChangesItsSettingsAndEverybodyInItIsTold() {
    try (RoomClient reader = RoomClient.join(bob, name)) {
      JsonNode changed =
          change(
              ada,
              Map.of("topic", "Seeds", "answers", "mentions", "default_model", "test/clock"),
              200);
      assertEquals("Seeds", changed.path("topic").asText());
      assertEquals("mentions", changed.path("answers").asText());
      JsonNode told = reader.event("conversation").path("conversation");
      assertEquals("Seeds", told.path("topic").asText());
      assertEquals("mentions", told.path("answers").asText());
      assertEquals("test/clock", told.path("default_model").asText());
    }
    ApiClient.Answer taken = ada.send("PATCH", "/api/rooms/" + name, "{\"answers\":null}");
    assertEquals(200, taken.status());
    assertTrue(taken.body().path("answers").isMissingNode(), "null is the default");
  }

  @Test
  void whoeverDidNotCreateARoomCannotChangeIt() {
    change(bob, Map.of("topic", "mine"), 403);
    change(ApiClient.nobody(PARLEY), Map.of("topic", "mine"), 401);
    change(ApiClient.with(PARLEY, "made-up"), Map.of("topic", "mine"), 403);
    ApiClient.Answer lobby = ada.patch("/api/rooms/lobby", Map.of("topic", "mine"));
    assertEquals(403, lobby.status());
  }

  @Test
  void whoeverCreatedARoomCannotRenameOrRemoveIt() {
    change(ada, Map.of("name", name + "2"), 403);
    change(ada, Map.of("name", name, "topic", "Same name"), 200);
    assertEquals(403, ada.delete("/api/rooms/" + name).status());
    change(ada, Map.of("default_model", "nobody/nothing"), 400);
  }

  private JsonNode change(ApiClient by, Map<String, String> changes, int status) {
    ApiClient.Answer answer = by.patch("/api/rooms/" + name, changes);
    assertEquals(status, answer.status(), answer.toString());
    return answer.body();
  }

  private boolean isBob(JsonNode event) {
    return event.at("/participant/id").asText().equals(bob.id());
  }

  private ApiClient.Answer post(ApiClient author, String text) {
    return post(author, Map.of("message", text));
  }

  private ApiClient.Answer post(ApiClient author, Map<String, Object> message) {
    return author.post("/api/conversations/" + id + "/messages", message);
  }

  private static JsonNode replyTo(ApiClient.Answer posted) {
    return posted.body().path("reply_id");
  }
}

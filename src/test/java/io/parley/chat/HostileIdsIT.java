package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is acknowledged stays and stays private, whatever ids others come with.
class HostileIdsIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private final ApiClient mallory = ApiClient.guest(PARLEY, "mallory");
  private final ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
  private String adas;
  private String mallorys;
  private String room;
  private String roomId;

  @BeforeEach
  void open() {
    TestBed.models().script("alpha", Script.tokens(400).rate(20));
    adas = conversation(ada);
    mallorys = conversation(mallory);
    room = RoomClient.room(mallory, "mentions", "test/echo");
    roomId = mallory.get("/api/rooms/" + room).body().path("id").asText();
  }

  @AfterEach
  void resetModels() {
    TestBed.models().script("alpha", Script.echo());
  }

  @Test
  void noIdThatStandsForSomethingIsTakenForSomethingElse() {
    Map<String, String> taken = taken();
    List<String> before = contents(ada, adas);
    String question = posted(mallory, mallorys, "mine", Map.of()).path("message_id").asText();
    try (RoomClient socket = RoomClient.join(mallory, room)) {
      for (Map.Entry<String, String> entry : taken.entrySet()) {
        String id = entry.getValue();
        String what = entry.getKey();
        assertRefused(what, post(mallory, mallorys, id));
        assertRefused(what, post(mallory, roomId, id));
        assertRefused(
            what, mallory.post("/api/messages/" + question + "/replies", Map.of("reply_id", id)));
        socket.postUnder(id, "squat");
        JsonNode refusal =
            socket.frame("error", frame -> frame.path("message_id").asText().equals(id));
        assertEquals("conflict", refusal.path("code").asText(), what);
      }
    }
    for (String own : List.of("a running reply", "a finished reply", "a conversation")) {
      assertRefused("one's own: " + own, post(ada, adas, taken.getOrDefault(own, "")));
    }
    assertEquals(List.of("mine"), contents(mallory, mallorys));
    assertEquals(List.of(), contents(mallory, roomId));
    assertEquals(before.size(), contents(ada, adas).size());
    String running = taken.getOrDefault("a running reply", "");
    assertEquals(202, ada.post("/api/replies/" + running + "/stop", Map.of()).status());
    PATIENTLY.check("it ends", () -> status(running).equals("stopped"));
    Map<String, String> up = Map.of("rating", "up");
    assertEquals(204, ada.put("/api/replies/" + running + "/feedback", up).status());
    assertEquals(404, mallory.put("/api/replies/" + running + "/feedback", up).status());
  }

  /// Ada's ids, and a room's.
  private Map<String, String> taken() {
    Map<String, String> taken = new LinkedHashMap<>();
    JsonNode finished = posted(ada, adas, "first", Map.of("model", "test/echo"));
    String reply = finished.path("reply_id").asText();
    PATIENTLY.check("it is answered", () -> status(reply).equals("finished"));
    taken.put("a finished reply", reply);
    taken.put("a private message", finished.path("message_id").asText());
    String running =
        posted(ada, adas, "second", Map.of("model", "test/alpha")).path("reply_id").asText();
    PATIENTLY.check("it runs", () -> status(running).equals("streaming"));
    taken.put("a running reply", running);
    String removed = posted(ada, adas, "rude", Map.of("reply", false)).path("message_id").asText();
    assertEquals(204, operator.delete("/api/messages/" + removed).status());
    taken.put("a removed message", removed);
    taken.put("a conversation", adas);
    String elsewhere = RoomClient.room(ada, "mentions", "test/echo");
    String other = ada.get("/api/rooms/" + elsewhere).body().path("id").asText();
    taken.put("another room", other);
    taken.put(
        "another room's message",
        posted(ada, other, "hello", Map.of()).path("message_id").asText());
    return taken;
  }

  @Test
  void aRepliesIdIsNotTheNextAfterItsMessages() {
    String message = posted(ada, adas, "one", Map.of("reply", false)).path("message_id").asText();
    JsonNode second = posted(ada, adas, "two", Map.of("model", "test/echo"));
    for (String known : List.of(message, second.path("message_id").asText())) {
      assertFalse(
          second.path("reply_id").asText().startsWith(known.substring(0, 30)), second.toString());
    }
  }

  @Test
  void whatTheOperatorNamesIsGoneWhetherMessageOrReply() {
    JsonNode posted = posted(ada, roomId, "@parley hello", Map.of("model", "test/echo"));
    String reply = posted.path("reply_id").asText();
    PATIENTLY.check("it is answered", () -> contents(ada, roomId).size() == 2);
    assertEquals(409, post(mallory, roomId, reply).status());
    assertEquals(204, operator.delete("/api/messages/" + reply).status());
    assertEquals(List.of("@parley hello"), contents(ada, roomId));
    assertRefused("a removed reply", post(mallory, roomId, reply));
    String message = posted.path("message_id").asText();
    assertEquals(404, remove(message, mallorys).status());
    assertEquals(400, remove(message, "x").status());
    assertEquals(404, operator.delete("/api/messages/" + roomId).status());
    assertEquals(204, remove(message, roomId).status());
    assertEquals(List.of(), contents(ada, roomId));
    assertEquals(204, remove(message, roomId).status());
  }

  @Test
  void theSameAgainHasTheSameAnswerAndOnlyForItsAuthorInItsPlace() {
    String id = Ids.next().toString();
    Map<String, Object> body = Map.of("message", "once", "message_id", id, "reply", false);
    String path = "/api/conversations/" + roomId + "/messages";
    ApiClient.Answer first = ada.post(path, body);
    assertEquals(200, first.status(), first.toString());
    assertEquals(first.body(), ada.post(path, body).body());
    assertRefused("another author", post(mallory, roomId, id));
    assertRefused("another place", post(ada, adas, id));
    assertEquals(204, operator.delete("/api/messages/" + id).status());
    assertEquals(first.body(), ada.post(path, body).body());
    assertEquals(List.of(), contents(ada, roomId));
  }

  private ApiClient.Answer remove(String message, String in) {
    return operator.delete("/api/messages/" + message + "?conversation_id=" + in);
  }

  private static void assertRefused(String what, ApiClient.Answer answer) {
    assertEquals(409, answer.status(), what + ": " + answer);
    assertEquals("conflict", answer.code(), what);
  }

  private static ApiClient.Answer post(ApiClient who, String conversation, String id) {
    return who.post(
        "/api/conversations/" + conversation + "/messages",
        Map.of("message", "squat", "message_id", id, "reply", false));
  }

  private static JsonNode posted(
      ApiClient who, String conversation, String text, Map<String, ?> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    body.put("message", text);
    if (!more.containsKey("model")) {
      body.put("reply", false);
    }
    ApiClient.Answer answer = who.post("/api/conversations/" + conversation + "/messages", body);
    assertEquals(200, answer.status(), answer.toString());
    return answer.body();
  }

  private static String conversation(ApiClient owner) {
    return owner.post("/api/conversations", Map.of("title", "Ids")).body().path("id").asText();
  }

  private String status(String reply) {
    return StreamSupport.stream(items(ada, adas).spliterator(), false)
        .filter(item -> item.path("id").asText().equals(reply))
        .map(item -> item.path("status").asText())
        .findFirst()
        .orElse("");
  }

  private static List<String> contents(ApiClient who, String conversation) {
    return StreamSupport.stream(items(who, conversation).spliterator(), false)
        .map(item -> item.path("content").asText())
        .toList();
  }

  private static JsonNode items(ApiClient who, String conversation) {
    return who.get("/api/conversations/" + conversation + "/messages").body().path("items");
  }
}

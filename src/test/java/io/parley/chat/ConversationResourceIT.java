package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said in a room, over REST, against a running node.
class ConversationResourceIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private ApiClient ada;
  private String room;
  private String messages;

  @BeforeEach
  void openRoom() {
    ada = ApiClient.guest(PARLEY, "ada");
    ApiClient.Answer opened =
        ada.post(
            "/api/rooms",
            Map.of("name", "c-" + Ids.next().toString().substring(24), "answers", "mentions"));
    assertEquals(201, opened.status(), opened.response().body());
    room = opened.body().path("id").asText();
    messages = "/api/conversations/" + room + "/messages";
  }

  @Test
  void aRoomIsAConversation() {
    ApiClient.Answer answer = ada.get("/api/conversations/" + room);
    assertEquals(200, answer.status(), answer.response().body());
    assertEquals("room", answer.body().path("kind").asText());
    assertTrue(answer.body().path("position").asText().contains(":"));
    assertTrue(answer.body().has("updated_at"));
  }

  @Test
  void everyPostIsInTheHistoryThatIsReadAfterIt() {
    for (int i = 0; i < 30; i++) {
      String text = "message " + i;
      ApiClient.Answer posted = ada.post(messages, Map.of("message", text));
      assertEquals(200, posted.status(), posted.response().body());
      JsonNode last = history("?limit=1").path("items").path(0);
      assertEquals(text, last.path("content").asText());
      assertEquals(posted.body().path("position"), last.path("position"));
      assertEquals(posted.body().path("message_id"), last.path("id"));
    }
    assertEquals(30, history("").path("items").size());
  }

  @Test
  void aMessageHasTheFieldsOfTheContract() {
    assertEquals(200, ada.post(messages, Map.of("message", "Grüße 👋")).status());
    JsonNode message = history("").path("items").path(0);
    assertEquals(
        Set.of(
            "id",
            "conversation_id",
            "role",
            "author",
            "content",
            "status",
            "citations",
            "position",
            "created_at"),
        fields(message));
    assertEquals("user", message.path("role").asText());
    assertEquals("posted", message.path("status").asText());
    assertEquals("ada", message.at("/author/name").asText());
    assertEquals(room, message.path("conversation_id").asText());
  }

  @Test
  void theSameMessageIdGetsTheSameAnswerAndTheFirstTextStands() {
    String id = Ids.next().toString();
    ApiClient.Answer first = ada.post(messages, Map.of("message", "first", "message_id", id));
    ApiClient.Answer again = ada.post(messages, Map.of("message", "second", "message_id", id));
    assertEquals(200, first.status());
    assertEquals(first.body(), again.body());
    assertEquals(List.of("first"), contents(history("")));
  }

  @Test
  void aMessageIdOfAnotherAuthorOrRoomIsAConflict() {
    String id = Ids.next().toString();
    assertEquals(200, ada.post(messages, Map.of("message", "mine", "message_id", id)).status());
    ApiClient grace = ApiClient.guest(PARLEY, "grace");
    assertEquals(409, grace.post(messages, Map.of("message", "mine", "message_id", id)).status());
    String lobby = ada.get("/api/rooms/lobby").body().path("id").asText();
    ApiClient.Answer elsewhere =
        ada.post(
            "/api/conversations/" + lobby + "/messages",
            Map.of("message", "mine", "message_id", id));
    assertEquals(409, elsewhere.status());
    assertEquals("conflict", elsewhere.code());
  }

  @Test
  void aLongHistoryIsReadPageByPage() {
    List<String> all = IntStream.range(0, 12).mapToObj(i -> "m" + i).toList();
    all.forEach(text -> assertEquals(200, ada.post(messages, Map.of("message", text)).status()));
    List<String> read = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = history("?limit=5&before=" + next);
      read.addAll(0, contents(page));
      next = page.path("next").asText();
    } while (!next.isEmpty());
    assertEquals(all, read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=abc",
        "limit=",
        "limit=1e1",
        "before=xyz",
        "before=ZXBvY2g6NQ",
        "before=OjU"
      })
  void anInvalidPageIsRejected(String query) {
    ApiClient.Answer answer = ada.get(messages + "?" + query);
    assertEquals(400, answer.status(), answer.response().body());
    assertEquals("invalid_request", answer.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"message\":null}",
        "{\"message\":\"\"}",
        "{\"message\":\" \\n\"}",
        "{\"message\":\"nul \\u0000\"}",
        "{\"message\":\"x\",\"message_id\":\"1\"}",
        "{\"message\":\"x\",\"message_id\":\"1-1-1-1-1\"}",
        "{\"message\":\"x\",\"parent_id\":\"abc\"}",
        "{\"message\":\"x\",\"reply\":\"maybe\"}",
        "{\"message\":[\"x\"]}",
      })
  void anInvalidMessageIsRejected(String body) {
    ApiClient.Answer answer = ada.post(messages, "application/json", body);
    assertEquals(400, answer.status(), answer.response().body());
    assertEquals("invalid_request", answer.code());
    assertEquals(0, history("").path("items").size());
  }

  @Test
  void aMessageHasALimitInCodePoints() {
    assertEquals(200, ada.post(messages, Map.of("message", "x".repeat(16_384))).status());
    ApiClient.Answer answer = ada.post(messages, Map.of("message", "x".repeat(16_385)));
    assertEquals(413, answer.status());
    assertEquals("too_large", answer.code());
  }

  @Test
  void anUnknownModelIsRefused() {
    ApiClient.Answer answer = ada.post(messages, Map.of("message", "x", "model", "nobody/nothing"));
    assertEquals(400, answer.status());
    assertEquals("unknown_model", answer.code());
  }

  @Test
  void aMissingResourceIsNotFound() {
    for (String id : List.of(Ids.next().toString(), "1", "lobby", "1-1-1-1-1")) {
      assertEquals(404, ada.get("/api/conversations/" + id).status());
      assertEquals(404, ada.get("/api/conversations/" + id + "/messages").status());
      assertEquals(
          404, ada.post("/api/conversations/" + id + "/messages", Map.of("message", "x")).status());
      assertEquals(404, ada.send("POST", "/api/replies/" + id + "/stop").status());
    }
  }

  @Test
  void nobodyPostsWithoutAName() {
    ApiClient.Answer answer =
        ApiClient.nobody(PARLEY).post(messages, Map.of("message", "anonymous"));
    assertEquals(401, answer.status());
    assertEquals("unauthenticated", answer.code());
  }

  @Test
  void aMentionedModelAnswersAndItsReplyIsInTheHistoryWithItsWholeText() {
    ApiClient.Answer posted = ada.post(messages, Map.of("message", "@parley What is a room?"));
    String reply = posted.body().path("reply_id").asText();
    assertFalse(reply.isEmpty(), posted.response().body());
    JsonNode finished =
        Await.within(Duration.ofSeconds(30))
            .value(
                "the reply has finished",
                () ->
                    Optional.of(message(reply))
                        .filter(it -> it.path("status").asText().equals("finished")));
    assertEquals("assistant", finished.path("role").asText());
    assertEquals(posted.body().path("message_id"), finished.path("parent_id"));
    assertFalse(finished.path("content").asText().isBlank());
    assertTrue(finished.has("finished_at"));

    assertEquals(202, ada.send("POST", "/api/replies/" + reply + "/stop").status());
    assertEquals("finished", message(reply).path("status").asText());
  }

  @Test
  void whoMentionsNoModelGetsNoReply() {
    assertFalse(ada.post(messages, Map.of("message", "Hello all")).body().has("reply_id"));
    assertFalse(
        ada.post(messages, Map.of("message", "@parley hello", "reply", false))
            .body()
            .has("reply_id"));
  }

  @Test
  void theOperatorRemovesAMessageForGood() {
    String id = Ids.next().toString();
    Map<String, String> rude = Map.of("message", "rude", "message_id", id);
    ApiClient.Answer posted = ada.post(messages, rude);
    assertEquals(200, posted.status());
    assertEquals(List.of("rude"), contents(history("")));

    ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
    assertEquals(401, ApiClient.nobody(PARLEY).delete("/api/messages/" + id).status());
    assertEquals(403, ada.delete("/api/messages/" + id).status());
    assertEquals(404, operator.delete("/api/messages/" + Ids.next()).status());
    assertEquals(204, operator.delete("/api/messages/" + id).status());
    assertEquals(List.of(), contents(history("")));
    assertEquals(204, operator.delete("/api/messages/" + id).status());

    assertEquals(posted.body(), ada.post(messages, rude).body());
    assertEquals(List.of(), contents(history("")));
  }

  private JsonNode message(String id) {
    return StreamSupport.stream(history("").path("items").spliterator(), false)
        .filter(message -> message.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode history(String query) {
    ApiClient.Answer answer = ada.get(messages + query);
    assertEquals(200, answer.status(), answer.response().body());
    return answer.body();
  }

  private static List<String> contents(JsonNode page) {
    return StreamSupport.stream(page.path("items").spliterator(), false)
        .map(message -> message.path("content").asText())
        .toList();
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}

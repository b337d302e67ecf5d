package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.transfer.ExportImportIT;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Where messages come from that were not said where they stand: what is removed disappears from
/// its copies, and what came from a file is marked.
class OriginIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final ApiClient OPERATOR = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private final ApiClient bob = ApiClient.guest(PARLEY, "bob");

  @Test
  void aRemovedMessageDisappearsFromItsCopiesAndTheirCopiesAndShares() {
    String room = room();
    post(ada, room, "stays");
    String bad = post(ada, room, "must go");
    String fork = forked(bob, room);
    String forkOfFork = forked(bob, fork);
    String share = shared(bob, forkOfFork, 2);
    assertEquals(List.of("stays", "must go"), contents(bob, forkOfFork));

    assertEquals(204, OPERATOR.delete("/api/messages/" + bad).status());

    gone(fork, List.of("stays"));
    gone(forkOfFork, List.of("stays"));
    Await.until(
        "the share shows it no more",
        () -> ApiClient.nobody(PARLEY).get("/api/shares/" + share).body().at("/items").size() == 1);
    assertEquals(List.of("stays"), contents(bob, forked(bob, fork)));
    assertFalse(
        bob.get("/api/conversations/" + fork + "/export?format=json")
            .response()
            .body()
            .contains("must go"));
  }

  @Test
  void aCopyOfACopyFollowsThoughTheOneBetweenIsErased() {
    String room = room();
    String bad = post(ada, room, "must go");
    String fork = forked(bob, room);
    String forkOfFork = forked(bob, fork);
    assertEquals(204, bob.delete("/api/conversations/" + fork).status());
    assertEquals(204, OPERATOR.delete("/api/messages/" + bad).status());
    gone(forkOfFork, List.of());
  }

  @Test
  void aRemovedCopyLeavesTheOriginalAndTakesItsOwnCopies() {
    String room = room();
    post(ada, room, "said once");
    String fork = forked(bob, room);
    String forkOfFork = forked(bob, fork);
    String copy = items(bob, fork).at("/0/id").asText();
    assertEquals(204, OPERATOR.delete("/api/messages/" + copy).status());
    gone(forkOfFork, List.of());
    assertEquals(List.of("said once"), contents(ada, room));
  }

  @Test
  void whatWasSaidInARemovedRoomDisappearsFromCopies() {
    String name = "o" + Ids.next().toString().substring(24);
    String room =
        ada.post("/api/rooms", Map.of("name", name, "answers", "mentions"))
            .body()
            .path("id")
            .asText();
    post(ada, room, "said in the room");
    String fork = forked(bob, room);
    post(bob, fork, "said in private");
    assertEquals(204, OPERATOR.delete("/api/rooms/" + name).status());
    gone(fork, List.of("said in private"));
  }

  @Test
  void importedMessagesAreMarkedWhereverTheyAreShown() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(2));
    post(ada, id, "typed here");
    assertEquals(List.of(true, true, false), marks(items(ada, id)));
    try (EventStreamClient stream =
        EventStreamClient.open(
            ada,
            "/api/conversations/"
                + ExportImportIT.imported(ada, ExportImportIT.document(2))
                + "/stream")) {
      assertTrue(stream.await("message").data().at("/message/imported").asBoolean());
      assertTrue(stream.await("reply.started").data().path("imported").asBoolean());
    }
    JsonNode export = ada.get("/api/conversations/" + id + "/export?format=json").body();
    assertEquals(List.of(true, true, false), marks(export.path("messages")));
    String markdown =
        ada.get("/api/conversations/" + id + "/export?format=markdown").response().body();
    assertEquals(2, markdown.split(" · imported", -1).length - 1, markdown);
    String share = shared(ada, id, 3);
    assertEquals(
        List.of(true, true, false),
        marks(ApiClient.nobody(PARLEY).get("/api/shares/" + share).body().path("items")));
    String page = ApiClient.nobody(PARLEY).get("/shared/" + share).response().body();
    assertEquals(2, page.split("data-imported=\"true\"", -1).length - 1);
    assertEquals(2, page.split("<span class=\"imported\">imported</span>", -1).length - 1);
  }

  @Test
  void aForkKeepsTheMarkAndMakesNone() {
    String imported = ExportImportIT.imported(ada, ExportImportIT.document(2));
    post(ada, imported, "typed here");
    assertEquals(List.of(true, true, false), marks(items(ada, forked(ada, imported))));
    String room = room();
    post(ada, room, "said here");
    assertEquals(List.of(false), marks(items(bob, forked(bob, room))));
  }

  private void gone(String conversation, List<String> left) {
    Await.until("the copies are removed", () -> contents(bob, conversation).equals(left));
  }

  private String room() {
    return ada.post(
            "/api/rooms",
            Map.of("name", "o" + Ids.next().toString().substring(24), "answers", "mentions"))
        .body()
        .path("id")
        .asText();
  }

  private static String forked(ApiClient owner, String id) {
    ApiClient.Answer answer = owner.post("/api/conversations/" + id + "/fork", Map.of());
    assertEquals(201, answer.status(), answer.response().body());
    return answer.body().path("id").asText();
  }

  /// A share that shows so many messages: what has just been said is shown once it is archived.
  private static String shared(ApiClient owner, String id, int messages) {
    ApiClient.Answer answer = owner.post("/api/conversations/" + id + "/shares", Map.of());
    assertEquals(201, answer.status(), answer.response().body());
    String token = answer.body().path("token").asText();
    Await.until(
        "the share shows its messages",
        () ->
            ApiClient.nobody(PARLEY).get("/api/shares/" + token).body().at("/items").size()
                == messages);
    return token;
  }

  private static String post(ApiClient author, String id, String text) {
    ApiClient.Answer answer =
        author.post(
            "/api/conversations/" + id + "/messages", Map.of("message", text, "reply", false));
    assertEquals(200, answer.status(), answer.response().body());
    return answer.body().path("message_id").asText();
  }

  private static JsonNode items(ApiClient reader, String id) {
    return reader.get("/api/conversations/" + id + "/messages").body().path("items");
  }

  private static List<String> contents(ApiClient reader, String id) {
    return stream(items(reader, id)).map(message -> message.path("content").asText()).toList();
  }

  private static List<Boolean> marks(JsonNode items) {
    return stream(items).map(message -> message.path("imported").asBoolean()).toList();
  }

  private static Stream<JsonNode> stream(JsonNode items) {
    return StreamSupport.stream(items.spliterator(), false);
  }
}

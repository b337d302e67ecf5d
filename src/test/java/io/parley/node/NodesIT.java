package io.parley.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Two nodes that are one server to whoever talks to them, at whichever.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesIT {
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));

  private static ParleyNode east;
  private static ParleyNode west;
  private static ApiClient ada;
  private static ApiClient grace;

  @BeforeAll
  static void startAnotherNode() {
    east = TestBed.node();
    west = TestBed.startNode("west", Map.of());
    ada = ApiClient.guest(east, "ada");
    grace = ApiClient.guest(west, "grace");
  }

  @AfterAll
  static void stop() {
    west.close();
  }

  @Test
  @Order(1)
  void aHistoryThatIsReadAtAnotherNodeShowsWhatWasJustPosted() {
    ApiClient bea = ApiClient.guest(east, "bea");
    String messages = "/api/conversations/" + conversation(bea) + "/messages";
    for (int i = 0; i < 25; i++) {
      String text = "number " + i;
      assertEquals(200, bea.post(messages, Map.of("message", text, "reply", false)).status());
      JsonNode items = bea.at(west).get(messages).body().path("items");
      assertEquals(i + 1, items.size());
      assertEquals(text, items.get(i).path("content").asText());
    }
  }

  @Test
  @Order(2)
  void aMessageThatIsPostedTenTimesAtOnceAtTwoNodesIsOneAndAnsweredOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      ApiClient zoe = ApiClient.guest(east, "zoe");
      String path = "/api/conversations/" + conversation(zoe) + "/messages";
      String id = Ids.next().toString();
      Map<String, String> body =
          Map.of("message", "Only once", "message_id", id, "model", "test/echo");
      Set<JsonNode> answers = new HashSet<>();
      for (ApiClient.Answer answer : tenAtOnce(zoe, body, path)) {
        assertEquals(200, answer.status(), answer.toString());
        answers.add(answer.body());
      }
      assertEquals(1, answers.size(), answers.toString());
      String reply = answers.iterator().next().path("reply_id").asText();
      PATIENTLY.check("it is answered", () -> isFinished(zoe, path, reply));
      assertEquals(2, zoe.at(west).get(path).body().path("items").size());
    }
  }

  private static List<ApiClient.Answer> tenAtOnce(
      ApiClient guest, Map<String, String> body, String path) throws Exception {
    List<Callable<ApiClient.Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ApiClient at = guest.at(i % 2 == 0 ? east : west);
      calls.add(() -> at.post(path, body));
    }
    List<ApiClient.Answer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ApiClient.Answer> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  @Test
  @Order(2)
  void anIdThatIsUsedAtOneNodeIsTakenAtTheOther() {
    ApiClient mallory = ApiClient.guest(west, "mallory");
    String mine = "/api/conversations/" + conversation(mallory) + "/messages";
    String conversation = conversation(ada);
    String path = "/api/conversations/" + conversation + "/messages";
    JsonNode posted = ada.post(path, Map.of("message", "Hers", "model", "test/echo")).body();
    String reply = posted.path("reply_id").asText();
    for (String id : List.of(posted.path("message_id").asText(), reply, conversation)) {
      Map<String, Object> squat = Map.of("message", "squat", "message_id", id, "reply", false);
      assertEquals(409, mallory.post(mine, squat).status());
      assertEquals(
          id.equals(posted.path("message_id").asText()) ? 200 : 409,
          ada.at(west).post(path, squat).status());
    }
    PATIENTLY.check("it is answered", () -> isFinished(ada.at(west), path, reply));
    assertEquals(2, ada.get(path).body().path("items").size());
    assertEquals(0, mallory.get(mine).body().path("items").size());
  }

  @Test
  @Order(2)
  void ofTwoThingsUnderOneIdAtTwoNodesOneIsAcknowledgedAndStays() throws Exception {
    String conversation = conversation(ada);
    String path = "/api/conversations/" + conversation + "/messages";
    String question =
        ada.post(path, Map.of("message", "Why?", "reply", false))
            .body()
            .path("message_id")
            .asText();
    for (int round = 0; round < 6; round++) {
      String id = Ids.next().toString();
      List<Callable<ApiClient.Answer>> calls =
          List.of(
              () -> ada.post(path, Map.of("message", id, "message_id", id, "reply", false)),
              () ->
                  ada.at(west)
                      .post(
                          "/api/messages/" + question + "/replies",
                          Map.of("reply_id", id, "model", "test/echo")));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<ApiClient.Answer>> answers = threads.invokeAll(calls);
        int message = answers.getFirst().get().status();
        int reply = answers.getLast().get().status();
        assertTrue(
            (message == 200 && reply == 409) || (message == 409 && reply == 202),
            message + " and " + reply);
        PATIENTLY.check(
            "what was acknowledged is there",
            () -> {
              for (JsonNode item : ada.at(west).get(path).body().path("items")) {
                if (item.path("id").asText().equals(id)) {
                  return item.path("role").asText().equals(message == 200 ? "user" : "assistant");
                }
              }
              return false;
            });
      }
    }
  }

  private static boolean isFinished(ApiClient guest, String path, String reply) {
    for (JsonNode item : guest.get(path).body().path("items")) {
      if (item.path("id").asText().equals(reply)) {
        return item.path("status").asText().equals("finished");
      }
    }
    return false;
  }

  @Test
  @Order(3)
  void writersAtTwoNodesAreReadInTheSameOrderByEverybody() throws Exception {
    String room = RoomClient.room(ada, "mentions", "test/echo");
    List<RoomClient> readers =
        List.of(
            RoomClient.join(ada, room),
            RoomClient.join(grace, room),
            RoomClient.join(ada.at(west), room),
            RoomClient.join(grace.at(east), room));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 2; writer++) {
        RoomClient client = readers.get(writer);
        threads.execute(() -> {
          for (int i = 0; i < 25; i++) {
            client.post(client.who().name() + " " + i);
          }
        });
      }
    }
    PATIENTLY.check(
        "everybody has everything",
        () -> readers.stream().allMatch(reader -> reader.events("message").size() == 50));
    for (RoomClient reader : readers) {
      assertEquals(read(readers.getFirst()), read(reader));
    }
    readers.forEach(RoomClient::close);
  }

  private static List<String> read(RoomClient reader) {
    return reader.events("message").stream()
        .map(event -> event.path("position").asText() + event.at("/message/content").asText())
        .toList();
  }

  @Test
  @Order(4)
  void aNewNameIsSeenAtWhicheverNodeItsGuestIs() {
    String room = RoomClient.room(ada, "mentions", "test/echo");
    try (RoomClient witness = RoomClient.join(ada, room);
        RoomClient there = RoomClient.join(grace, room)) {
      assertEquals(200, grace.at(east).patch("/api/guests/me", Map.of("name", "Hopper")).status());
      witness.event("joined", event -> event.at("/participant/name").asText().equals("Hopper"));
      there.post("Under my new name");
      assertEquals("Hopper", witness.event("message").at("/message/author/name").asText());
    }
  }

  @Test
  @Order(5)
  void aNameTakenInJoiningIsTheirsAtTheOtherNodeToo() {
    String room = RoomClient.room(ada, "mentions", "test/echo");
    try (RoomClient witness = RoomClient.join(ada, room);
        RoomClient first = RoomClient.join(grace, room);
        RoomClient _ = RoomClient.joinAs("Lovelace", grace.at(east), room)) {
      witness.event("joined", event -> event.at("/participant/name").asText().equals("Lovelace"));
      PATIENTLY.check(
          "the first connection's messages are under that name",
          () -> {
            String id = first.post("Who am I?");
            return witness
                .event("message", event -> event.at("/message/id").asText().equals(id))
                .at("/message/author/name")
                .asText()
                .equals("Lovelace");
          });
    }
  }

  @Test
  @Order(6)
  void limitsAreCountedOverBothNodes() {
    ApiClient mallory = ApiClient.guest(east, "mallory");
    String messages = "/api/conversations/" + conversation(mallory) + "/messages";
    int taken = 0;
    for (int i = 0; i < 80; i++) {
      ApiClient at = mallory.at(i % 2 == 0 ? east : west);
      if (at.post(messages, Map.of("message", "more", "reply", false)).status() == 200) {
        taken++;
      }
    }
    assertTrue(taken >= 58 && taken < 66, taken + " messages were taken");
  }

  @Test
  @Order(7)
  void aRoomAndARevokedKeyAreKnownAtTheOtherNode() {
    String room = RoomClient.room(ada, "mentions", "test/echo");
    assertEquals(200, ada.at(west).get("/api/rooms/" + room).status());
    ApiClient operator = ApiClient.with(east, TestBed.ADMIN_TOKEN);
    JsonNode made = operator.post("/api/keys", Map.of("name", "two nodes")).body();
    ApiClient program = ApiClient.with(west, made.path("secret").asText());
    PATIENTLY.check("the key is known", () -> program.get("/v1/models").status() == 200);
    assertEquals(204, operator.delete("/api/keys/" + made.at("/key/id").asText()).status());
    PATIENTLY.check("it is good no more", () -> program.get("/v1/models").status() == 401);
  }

  @Test
  @Order(8)
  void whoWasAtANodeThatDiesIsGoneForTheOthers() {
    String room = RoomClient.room(ada, "mentions", "test/echo");
    try (RoomClient witness = RoomClient.join(ada, room);
        RoomClient there = RoomClient.join(grace, room)) {
      witness.event("joined");
      west.kill();
      assertEquals(there.who().id(), witness.event("left").at("/participant/id").asText());
      PATIENTLY.check("they are not counted", () -> participants(room) == 1);
    }
  }

  private static int participants(String room) {
    return ada.get("/api/rooms/" + room).body().path("participants").asInt();
  }

  private static String conversation(ApiClient owner) {
    return owner
        .post("/api/conversations", Map.of("title", "Two nodes"))
        .body()
        .path("id")
        .asText();
  }
}

package io.parley.room;

import static io.parley.testing.RoomClient.insert;
import static io.parley.testing.RoomClient.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The room's socket as the wire contract describes it, against a running node.
class RoomSocketIT {
  private static final String ECHO = "test/echo";

  private final ParleyNode node = TestBed.node();
  private final ApiClient ada = ApiClient.guest(node, "Ada");
  private final ApiClient grace = ApiClient.guest(node, "Grace");
  private final List<RoomClient> clients = new ArrayList<>();

  @AfterEach
  void leave() {
    TestBed.MODELS.forEach(model -> TestBed.models().script(model, Script.echo()));
    clients.forEach(RoomClient::close);
  }

  @Test
  void whatOneTypesTheOthersSeeAndTheOneWhoTypesDoesNot() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient typing = join(room, ada);
    RoomClient otherTab = join(room, ada);
    RoomClient reading = join(room, grace);
    String draft = UUID.randomUUID().toString();

    typing.draft(draft, 1, "new", insert(0, "Hallo"));
    typing.draft(draft, 2, "edit", insert(5, " 👋"));

    for (RoomClient other : List.of(otherTab, reading)) {
      JsonNode last = other.event("draft", event -> event.path("seq").asInt() == 2);
      assertEquals(ada.id(), last.path("participant_id").asText());
      assertEquals(" 👋", last.at("/ops/0/text").asText());
    }
    typing.post("Hallo 👋");
    assertEquals(List.of(), typing.events("draft"));
  }

  @Test
  void whoComesInTheMiddleOfADraftSeesItWhole() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient typing = join(room, ada);
    RoomClient witness = join(room, grace);
    String draft = UUID.randomUUID().toString();
    typing.draft(draft, 1, "new", insert(0, "ab"));
    typing.draft(draft, 2, "edit", insert(1, "-"));
    witness.event("draft", event -> event.path("seq").asInt() == 2);

    RoomClient late = join(room, ApiClient.guest(node, "Late"));

    JsonNode shown = late.frame("welcome").at("/drafts/0");
    assertEquals("a-b", shown.path("text").asText());
    assertEquals(2, shown.path("seq").asInt());
  }

  @Test
  void aDraftEndsWithTheMessageThatNamesItAndWithItsConnection() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient typing = join(room, ada);
    RoomClient reading = join(room, grace);
    String posted = UUID.randomUUID().toString();
    String left = UUID.randomUUID().toString();
    typing.draft(posted, 1, "new", insert(0, "one"));
    reading.event("draft");
    typing.send(
        object()
            .put("type", "post")
            .put("message_id", UUID.randomUUID().toString())
            .put("text", "one")
            .put("draft_id", posted));
    assertEquals(posted, reading.event("message").at("/message/draft_id").asText());

    typing.draft(left, 1, "new", insert(0, "two"));
    reading.event("draft", event -> event.path("draft_id").asText().equals(left));
    typing.close();
    reading.event("draft", event -> event.path("event").asText().equals("cancel"));
    reading.event("left");
    assertEquals(
        0, join(room, ApiClient.guest(node, "Late")).frame("welcome").path("drafts").size());
  }

  @Test
  void aMessageIsAcknowledgedShownToAllAndInTheHistoryAtOnce() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient author = join(room, ada);
    RoomClient reader = join(room, grace);

    String id = author.post("Good morning");

    assertEquals("Good morning", reader.event("message").at("/message/content").asText());
    JsonNode history = history(reader).path("items");
    assertEquals(id, history.get(history.size() - 1).path("id").asText());
  }

  @Test
  void whoTakesAnotherNameSpeaksUnderItWithoutComingInAgain() {
    ApiClient shy = ApiClient.guest(node, "Nobody");
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient author = join(room, shy);
    RoomClient reader = join(room, grace);

    shy.patch("/api/guests/me", Map.of("name", "Hypatia"));
    author.event("joined", event -> event.at("/participant/name").asText().equals("Hypatia"));
    author.post("It is me");

    assertEquals("Hypatia", reader.event("message").at("/message/author/name").asText());
  }

  @Test
  void oneMessagePostedManyTimesIsOneMessage() {
    String room = RoomClient.room(ada, "all", ECHO);
    RoomClient author = join(room, ada);
    RoomClient reader = join(room, grace);
    String id = UUID.randomUUID().toString();
    for (int i = 0; i < 10; i++) {
      author.send(object().put("type", "post").put("message_id", id).put("text", "once " + i));
    }
    Await.until("ten answers", () -> countPosted(author, id) == 10);
    reader.event("reply.finished");
    reader.send(object().put("type", "post").put("message_id", id).put("text", "mine now"));
    assertEquals("conflict", reader.frame("error").path("code").asText());
    assertEquals(1, reader.events("message").size());
    assertEquals("once 0", reader.event("message").at("/message/content").asText());
    assertEquals(1, reader.events("reply.started").size());
  }

  @Test
  void aReplyStreamsToAllInOrderAndItsTextIsWhole() {
    TestBed.models().script("steady", Script.tokens(60).rate(120));
    String room = RoomClient.room(ada, "all", "test/steady");
    RoomClient asking = join(room, ada);
    RoomClient reading = join(room, grace);

    asking.post("Go on");

    for (RoomClient client : List.of(asking, reading)) {
      JsonNode end = client.event("reply.finished");
      String reply = end.path("reply_id").asText();
      assertEquals("finished", end.path("status").asText());
      assertEquals(end.path("text").asText(), client.textOf(reply));
      List<String> types =
          client.events().stream()
              .filter(event -> event.path("reply_id").asText().equals(reply))
              .map(event -> event.path("type").asText())
              .toList();
      assertEquals("reply.started", types.getFirst());
      assertEquals("reply.finished", types.getLast());
      assertTrue(types.size() > 5, "it came at once: " + types);
    }
  }

  @Test
  void whoComesInTheMiddleOfAReplyHasItsTextSoFarAndAllThatFollows() {
    TestBed.models().script("slow", Script.tokens(80).rate(40));
    String room = RoomClient.room(ada, "all", "test/slow");
    RoomClient asking = join(room, ada);
    asking.post("Tell me");
    asking.event("reply.delta");

    RoomClient late = join(room, grace);

    JsonNode running = late.frame("welcome").at("/replies/0");
    JsonNode end = late.event("reply.finished");
    assertFalse(running.path("text").asText().isEmpty());
    assertEquals(
        end.path("text").asText(),
        running.path("text").asText() + late.textOf(end.path("reply_id").asText()));
    assertEquals(
        running.path("seq").asInt() + 1, late.events("reply.delta").getFirst().path("seq").asInt());
  }

  @Test
  void whoComesBackGetsWhatWasMissedOnceAndInOrder() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient author = join(room, ada);
    RoomClient reader = join(room, grace);
    author.post("zero");
    reader.event("message");
    String position = reader.position();
    reader.close();
    List<String> missed = List.of(author.post("one"), author.post("two"), author.post("three"));

    RoomClient back = rejoin(room, grace, Optional.of(position));

    JsonNode welcome = back.frame("welcome");
    assertTrue(welcome.path("recovered").asBoolean());
    List<String> got = new ArrayList<>();
    welcome.path("events").forEach(event -> got.add(event.at("/message/id").asText()));
    assertEquals(missed, got);
    author.post("four");
    assertEquals("four", back.event("message").at("/message/content").asText());
  }

  @Test
  void aPositionOfAnotherLogIsAnsweredWithHistory() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    join(room, ada).post("here");
    JsonNode welcome = rejoin(room, grace, Optional.of("other:5")).frame("welcome");
    assertFalse(welcome.path("recovered").asBoolean());
    assertEquals("here", welcome.at("/messages/0/content").asText());
  }

  @Test
  void aReplyStopsBeforeItsFirstTokenAndTheProviderIsLetGo() {
    TestBed.models().script("silent", Script.tokens(5).stallFirst(Script.FOREVER));
    String room = RoomClient.room(ada, "all", "test/silent");
    RoomClient asking = join(room, ada);
    RoomClient other = join(room, grace);
    asking.post("Are you there?");
    String reply = asking.event("reply.started").path("reply_id").asText();

    other.send(object().put("type", "stop").put("reply_id", reply));

    JsonNode end = asking.event("reply.finished");
    assertEquals("stopped", end.path("status").asText());
    assertEquals("", end.path("text").asText());
    // Of the requests to this model, others may be those of other classes.
    RecordedRequest last =
        TestBed.models().requests().stream()
            .filter(request -> request.model().equals("silent"))
            .reduce((_, later) -> later)
            .orElseThrow();
    Await.until("the provider's connection is closed", last.closedByClient()::isDone);
  }

  @Test
  void aProviderThatFailsEndsTheReplyWithACodeAndKeepsWhatCame() {
    TestBed.models().script("breaks", Script.tokens(10).rate(50).endAfter(6));
    TestBed.models().script("locked", Script.error(401, "invalid_api_key", "secret words"));
    RoomClient broken = join(RoomClient.room(ada, "all", "test/breaks"), ada);
    broken.post("one");
    JsonNode end = broken.event("reply.finished");
    assertEquals("failed", end.path("status").asText());
    assertEquals("stream_broken", end.at("/error/code").asText());
    assertFalse(end.path("text").asText().isEmpty());
    assertEquals(end.path("text").asText(), broken.textOf(end.path("reply_id").asText()));

    RoomClient locked = join(RoomClient.room(ada, "all", "test/locked"), ada);
    locked.post("two");
    JsonNode refused = locked.event("reply.finished");
    assertEquals("provider_unauthorized", refused.at("/error/code").asText());
    assertFalse(refused.toString().contains("secret words"));
  }

  @Test
  void inARoomThatAnswersMentionsOnlyAMentionIsAnswered() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient talking = join(room, ada);
    talking.post("Nobody asked you, echo");
    String asked = talking.post("@echo hello");
    JsonNode started = talking.event("reply.started");
    assertEquals(asked, started.path("message_id").asText());
    talking.event("reply.finished");
    assertEquals(1, talking.events("reply.started").size());
  }

  @Test
  void severalRepliesAtOnceDoNotMix() {
    TestBed.models().script("alpha", Script.text("a ".repeat(30).strip()).rate(60));
    TestBed.models().script("beta", Script.text("b ".repeat(30).strip()).rate(60));
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient one = join(room, ada);
    RoomClient two = join(room, grace);
    one.ask("one", "test/alpha");
    two.ask("two", "test/beta");
    Await.until("both have ended", () -> one.events("reply.finished").size() == 2);
    for (JsonNode end : one.events("reply.finished")) {
      String text = one.textOf(end.path("reply_id").asText());
      assertEquals(end.path("text").asText(), text);
      assertFalse(text.contains("a ") && text.contains("b "), "two replies in one: " + text);
    }
  }

  @Test
  void aRemovedMessageIsGoneFromThePageTheHistoryAndTheResume() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    RoomClient author = join(room, ada);
    RoomClient reader = join(room, grace);
    String start = reader.position();
    String id = author.post("regretted");
    reader.event("message");
    assertEquals(403, ada.delete("/api/messages/" + id).status());

    ApiClient operator = ApiClient.with(node, TestBed.ADMIN_TOKEN);
    assertEquals(204, operator.delete("/api/messages/" + id).status());

    assertEquals(id, reader.event("removed").path("message_id").asText());
    assertEquals(0, history(reader).path("items").size());
    JsonNode back = rejoin(room, grace, Optional.of(start)).frame("welcome");
    assertFalse(back.toString().contains("regretted"));
  }

  @Test
  void everyGuestIsWhoTheyAreHoweverManyComeAtOnce() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<RoomClient>> joining = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ApiClient guest = ApiClient.guest(node, "Guest " + i);
        joining.add(CompletableFuture.supplyAsync(() -> RoomClient.join(guest, room), threads));
      }
      joining.forEach(join -> clients.add(join.join()));
    }
    for (RoomClient client : clients) {
      assertEquals(client.who().id(), client.frame("welcome").at("/participant/id").asText());
    }
    RoomClient last = join(room, ada);
    assertEquals(21, last.frame("welcome").path("participants").size());
  }

  @Test
  void anInvalidFrameIsAnsweredAndTheSocketStaysOpen() {
    RoomClient client = join(RoomClient.room(ada, "mentions", ECHO), ada);
    for (String nonsense :
        List.of(
            "",
            "nonsense",
            "[]",
            "null",
            "{\"type\":\"dance\"}",
            "{\"type\":\"post\"}",
            "{\"type\":\"post\",\"message_id\":\"x\",\"text\":\"y\"}",
            "{\"type\":\"draft\",\"draft_id\":7}",
            "{\"type\":\"post\",\"message_id\":\"\",\"text\":\"y\"}",
            "{\"type\":\"draft\",\"draft_id\":\"\",\"seq\":1,\"event\":\"new\"}",
            "{\"type\":\"ping\",\"type\":\"ping\"}",
            "{\"type\":\"ping\"}{}",
            "{\"type\":\"stop\",\"reply_id\":null}")) {
      int before = errors(client);
      client.sendText(nonsense);
      Await.until("an answer to " + nonsense, () -> errors(client) == before + 1);
    }
    client.send(object().put("type", "ping"));
    client.frame("pong");
  }

  @Test
  void aBinaryFrameClosesWith1003() {
    RoomClient client = join(RoomClient.room(ada, "mentions", ECHO), ada);
    client.sendBinary(new byte[] {1, 2, 3});
    assertEquals(1003, client.closeCode());
  }

  @Test
  void aBinaryMessageIsRefusedAtItsFirstFragment() {
    RoomClient client = join(RoomClient.room(ada, "mentions", ECHO), ada);
    client.beginBinary(new byte[] {1, 2, 3});
    assertEquals(1003, client.closeCode());
  }

  @Test
  void whoDoesNotJoinIsSentAway() {
    RoomClient silent = RoomClient.connect(ada, RoomClient.room(ada, "mentions", ECHO));
    clients.add(silent);
    assertEquals(4010, silent.closeCode());
  }

  @Test
  void whoMayNotComeInIsToldBeforeTheUpgrade() {
    String room = RoomClient.room(ada, "mentions", ECHO);
    var url = node.socket("/ws/rooms/" + room);
    var unknown = node.socket("/ws/rooms/no-such-room");
    Optional<String> v1 = Optional.of("parley.v1");
    String bearer = ada.bearer();
    assertEquals(101, RoomClient.refusal(url, v1, "Authorization", bearer));
    assertEquals(404, RoomClient.refusal(unknown, v1, "Authorization", bearer));
    assertEquals(401, RoomClient.refusal(url, v1, "Authorization", "Bearer nonsense"));
    assertEquals(400, RoomClient.refusal(url, Optional.empty(), "Authorization", bearer));
    assertEquals(
        403,
        RoomClient.refusal(
            url, v1, "Authorization", bearer, "Origin", "https://elsewhere.example"));
  }

  @Test
  void whoTypesFasterThanAnyoneCanIsHeldBack() {
    RoomClient client = join(RoomClient.room(ada, "mentions", ECHO), ada);
    String draft = UUID.randomUUID().toString();
    for (int seq = 1; seq <= 120; seq++) {
      client.draft(draft, seq, seq == 1 ? "new" : "edit", insert(0, "x"));
    }
    JsonNode error =
        client.frame("error", frame -> frame.path("code").asText().equals("rate_limited"));
    assertTrue(error.path("retry_after_ms").asLong() > 0);
    assertTrue(error.path("retry_after_ms").asLong() <= Duration.ofMinutes(1).toMillis());
    assertNotEquals(0, client.position().length());
  }

  private static int errors(RoomClient client) {
    return client.count("error");
  }

  private static int countPosted(RoomClient client, String id) {
    return client.count("posted", frame -> frame.path("message_id").asText().equals(id));
  }

  private JsonNode history(RoomClient client) {
    String conversation = client.frame("welcome").at("/room/id").asText();
    return client.who().get("/api/conversations/" + conversation + "/messages").body();
  }

  private RoomClient join(String room, ApiClient guest) {
    return rejoin(room, guest, Optional.empty());
  }

  private RoomClient rejoin(String room, ApiClient guest, Optional<String> after) {
    RoomClient client = RoomClient.rejoin(guest, room, after);
    clients.add(client);
    return client;
  }
}

package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.EventStreamClient.Received;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The event stream, as a client knows it that has read docs/protocol.md.
class EventStreamIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private final List<EventStreamClient> streams = new ArrayList<>();
  private String id;
  private String path;

  @BeforeEach
  void openConversation() {
    TestBed.models().script("steady", Script.tokens(60).rate(60));
    id = opened("test/steady");
    path = "/api/conversations/" + id;
  }

  @AfterEach
  void close() {
    streams.forEach(EventStreamClient::close);
    TestBed.models().script("steady", Script.echo());
    TestBed.models().script("gamma", Script.echo());
  }

  @Test
  void aStreamThatIsOpenedAfterAPostShowsTheWholeTurn() {
    JsonNode posted = post("count");
    String reply = posted.path("reply_id").asText();
    EventStreamClient stream = stream("");
    assertEquals(200, stream.status());
    assertEquals("text/event-stream", stream.header("Content-Type").orElseThrow());
    assertEquals("no-cache, no-transform", stream.header("Cache-Control").orElseThrow());
    assertEquals("no", stream.header("X-Accel-Buffering").orElseThrow());

    Received message = stream.await("message");
    assertEquals("count", message.data().at("/message/content").asText());
    assertEquals(message.text("position"), message.id().orElseThrow());
    Received finished = stream.await("reply.finished");
    assertEquals(reply, finished.text("reply_id"));
    assertEquals("finished", finished.text("status"));
    assertEquals("test/steady", finished.text("model"));
    assertTrue(finished.data().path("details").has("duration_ms"));
    assertEquals(Optional.empty(), stream.await("snapshot").id());
    List<String> names = stream.events().stream().map(Received::name).distinct().toList();
    assertTrue(names.indexOf("message") < names.indexOf("snapshot"), names.toString());
    stream.events().forEach(event -> assertEquals(event.name(), event.text("type")));
    assertFalse(stream.hasEnded());
  }

  @Test
  void deltasHaveNoGapsAndMakeUpTheWholeText() {
    EventStreamClient stream = stream("");
    stream.await("snapshot");
    post("count");
    String whole = stream.await("reply.finished").text("text");
    StringBuilder shown = new StringBuilder();
    int seq = 0;
    for (Received event : stream.events()) {
      if (event.name().equals("reply.delta")) {
        assertEquals(++seq, event.data().path("seq").asInt());
        assertEquals(Optional.empty(), event.id());
        shown.append(event.text("text"));
      }
    }
    assertTrue(seq > 3, "it was streamed");
    assertEquals(whole, shown.toString());
  }

  @Test
  void whoComesBackByItsLastEventIdGetsWhatItMissedOnce() {
    EventStreamClient first = stream("");
    first.await("snapshot");
    JsonNode posted = post("one");
    Received started = first.await("reply.started");
    first.close();
    post(Map.of("message", "two", "reply", false));

    // what the browser's header says counts more than the address that it opened once
    EventStreamClient second =
        keep(
            EventStreamClient.open(
                ada, path + "/stream?after=x", Optional.of(started.id().orElseThrow())));
    Received two = second.await("message");
    assertEquals("two", two.data().at("/message/content").asText());
    second.await("reply.finished");
    List<String> durable =
        second.events().stream()
            .filter(event -> event.id().isPresent())
            .map(Received::name)
            .toList();
    assertEquals(List.of("message", "reply.finished"), durable);
    assertFalse(second.events().stream().anyMatch(event -> event.name().equals("reset")));

    EventStreamClient third = stream("?after=" + second.lastId());
    third.await("snapshot");
    assertEquals("snapshot", third.events().getFirst().name());
    assertFalse(posted.isMissingNode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"otherepoch:5", "nonsense", ":", "-1", "%00"})
  void aPositionThatCannotBeServedResets(String after) {
    post(Map.of("message", "before", "reply", false));
    assertEquals(200, ada.get(path + "/messages").status());
    EventStreamClient stream = stream("?after=" + after);
    stream.await("snapshot");
    assertEquals(List.of("reset", "snapshot"), names(stream).subList(0, 2));
    post(Map.of("message", "after", "reply", false));
    assertEquals("after", stream.await("message").data().at("/message/content").asText());
  }

  @Test
  void whoReloadsBeforeTheFirstTokenAndASecondDeviceFindTheReply() {
    TestBed.models()
        .script("gamma", Script.text("Here at last.").stallFirst(Duration.ofSeconds(2)));
    EventStreamClient first = stream("");
    String reply =
        post(Map.of("message", "hello?", "model", "test/gamma")).path("reply_id").asText();
    first.await("reply.started");
    first.close();
    EventStreamClient reloaded = stream("");
    EventStreamClient device = stream("");
    for (EventStreamClient stream : List.of(reloaded, device)) {
      assertEquals("hello?", stream.await("message").data().at("/message/content").asText());
      assertEquals(reply, stream.await("reply.started").text("reply_id"));
      assertEquals("Here at last.", stream.await("reply.finished").text("text"));
      assertEquals("Here at last.", stream.textOf(reply));
    }
  }

  @Test
  void aReplyThatNobodyFollowsIsMadeAllTheSame() {
    String reply = post("count").path("reply_id").asText();
    PATIENTLY.check(
        "the reply is in the history",
        () -> ada.get(path + "/messages").body().toString().contains("\"status\":\"finished\""));
    assertTrue(stream("").await("reply.finished").text("reply_id").equals(reply));
  }

  @Test
  void aChangeIsToldToEveryStreamOfTheConversation() {
    EventStreamClient one = stream("");
    EventStreamClient other = stream("");
    one.await("snapshot");
    other.await("snapshot");
    assertEquals(200, ada.patch(path, Map.of("title", "Soil")).status());
    for (EventStreamClient stream : List.of(one, other)) {
      Received changed = stream.await("conversation");
      assertEquals("Soil", changed.data().at("/conversation/title").asText());
      assertEquals(id, changed.data().at("/conversation/id").asText());
      assertFalse(changed.data().path("conversation").has("owner"));
    }
  }

  @Test
  void whatHappensInTheOwnersOtherConversationsIsToldToo() {
    EventStreamClient stream = stream("");
    stream.await("snapshot");
    EventStreamClient stranger =
        keep(
            EventStreamClient.open(
                ApiClient.guest(PARLEY, "grace"), "/api/conversations/" + lobby() + "/stream"));
    String other = opened("test/steady");
    stream.await("activity", event -> event.text("conversation_id").equals(other));
    assertEquals(
        200,
        ada.post("/api/conversations/" + other + "/messages", Map.of("message", "x")).status());
    stream.await("activity", event -> isAbout(event, other, true));
    stream.await(
        "activity", event -> isAbout(event, other, false) && event.data().has("updated_at"));
    assertEquals(200, ada.patch("/api/conversations/" + other, Map.of("title", "Mud")).status());
    stream.await("activity", event -> event.text("title").equals("Mud"));
    assertEquals(204, ada.delete("/api/conversations/" + other).status());
    stream.await("activity", event -> event.data().path("deleted").asBoolean());
    assertFalse(stream.hasEnded());
    assertFalse(names(stranger).contains("activity"));
  }

  @Test
  void erasingEndsTheStreams() {
    EventStreamClient stream = stream("");
    stream.await("snapshot");
    assertEquals(204, ada.delete(path).status());
    assertEquals(id, stream.await("conversation.deleted").text("conversation_id"));
    PATIENTLY.check("the stream ends", stream::hasEnded);
    assertEquals(404, stream("").status());
  }

  @Test
  void whoAsksForTheHeadersOnlyGetsThemOnly() {
    assertEquals(200, ada.send("HEAD", path + "/stream", "").status());
    assertEquals(404, ApiClient.guest(PARLEY, "grace").send("HEAD", path + "/stream", "").status());
  }

  @Test
  void somebodyElsesStreamDoesNotExist() {
    assertEquals(200, stream("").status());
    ApiClient nobody = ApiClient.nobody(PARLEY);
    for (ApiClient other : List.of(ApiClient.guest(PARLEY, "grace"), nobody)) {
      EventStreamClient refused = keep(EventStreamClient.open(other, path + "/stream"));
      assertEquals(404, refused.status());
      assertEquals("application/problem+json", refused.header("Content-Type").orElseThrow());
    }
  }

  @Test
  void aRoomIsFollowedByAnybody() {
    String room =
        ada.post("/api/rooms", Map.of("name", "s-" + id.substring(24), "answers", "mentions"))
            .body()
            .path("id")
            .asText();
    ApiClient nobody = ApiClient.nobody(PARLEY);
    EventStreamClient stream =
        keep(EventStreamClient.open(nobody, "/api/conversations/" + room + "/stream"));
    stream.await("snapshot");
    ada.post("/api/conversations/" + room + "/messages", Map.of("message", "hello room"));
    assertEquals("hello room", stream.await("message").data().at("/message/content").asText());
  }

  @Test
  void aQuietStreamGetsACommentEveryFifteenSeconds() {
    EventStreamClient stream = stream("");
    stream.await("snapshot");
    assertEquals(0, stream.comments());
    Await.within(Duration.ofSeconds(17)).check("a comment", () -> stream.comments() > 0);
  }

  private EventStreamClient stream(String query) {
    return keep(EventStreamClient.open(ada, path + "/stream" + query));
  }

  private EventStreamClient keep(EventStreamClient stream) {
    streams.add(stream);
    return stream;
  }

  private static List<String> names(EventStreamClient stream) {
    return stream.events().stream().map(Received::name).toList();
  }

  private static boolean isAbout(Received event, String conversation, boolean running) {
    return event.text("conversation_id").equals(conversation)
        && event.data().path("running").asBoolean() == running;
  }

  private String opened(String model) {
    ApiClient.Answer opened =
        ada.post("/api/conversations", Map.of("default_model", model, "title", "A test"));
    assertEquals(201, opened.status(), opened.body().toString());
    return opened.body().path("id").asText();
  }

  private String lobby() {
    return ada.get("/api/rooms/lobby").body().path("id").asText();
  }

  private JsonNode post(String text) {
    return post(Map.of("message", text));
  }

  private JsonNode post(Map<String, ?> message) {
    ApiClient.Answer posted = ada.post(path + "/messages", message);
    assertEquals(200, posted.status(), posted.body().toString());
    return posted.body();
  }
}

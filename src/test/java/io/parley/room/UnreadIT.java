package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a participant has not read in the rooms that they have been in, against a running node.
class UnreadIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final ApiClient ada = ApiClient.guest(PARLEY, "Ada Lovelace");
  private final ApiClient bob = ApiClient.guest(PARLEY, "bob");
  private String name;
  private String id;

  @BeforeEach
  void create() {
    JsonNode room = room(bob);
    name = room.path("name").asText();
    id = room.path("id").asText();
  }

  /// Nothing has been archived of the room, and on a new server nothing at all.
  @Test
  void aRoomCountsFromTheFirstTimeThatItIsRead() {
    assertTrue(unread(ada).isMissingNode(), "a room that one has not been in");
    try (RoomClient visit = RoomClient.join(ada, name)) {
      read(ada, visit.frame("welcome").path("position").asText());
    }
    assertEquals(0, unread(ada).path("unread").asInt(-1));
    assertEquals(name, unread(ada).path("name").asText());
    post(bob, "hello");
    awaitUnread(1, 0);
  }

  @Test
  void messagesOfOthersAfterThePositionAreUnread() {
    read(ada, post(bob, "one"));
    post(bob, "two");
    post(ada, "my own");
    String third = post(bob, "three");
    awaitUnread(2, 0);
    read(ada, third);
    assertEquals(0, unread(ada).path("unread").asInt(-1));
    assertEquals(third, unread(ada).path("position").asText());
  }

  @Test
  void mentionsOfOneselfAreMarked() {
    read(ada, post(bob, "one"));
    post(bob, "@ada lovelace, look");
    post(bob, "@Adam is somebody else, and `@Ada Lovelace` is code");
    awaitUnread(2, 1);
  }

  @Test
  void aReadPositionNeverGoesBack() {
    String first = post(bob, "one");
    String second = post(bob, "two");
    read(ada, second);
    read(ada, first);
    assertEquals(second, unread(ada).path("position").asText());
  }

  @Test
  void whatOneHasReadIsOnesOwn() {
    read(ada, post(bob, "one"));
    assertTrue(unread(bob).isMissingNode());
    assertEquals(401, ApiClient.nobody(PARLEY).get("/api/unread").status());
    assertEquals(
        401,
        ApiClient.nobody(PARLEY).put(address(id), Map.of("position", post(bob, "x"))).status());
  }

  @Test
  void anotherDeviceOfTheSameGuestSeesTheSame() {
    read(ada, post(bob, "one"));
    post(bob, "two");
    awaitUnread(1, 0);
    ApiClient phone = ApiClient.with(PARLEY, ada.token().orElseThrow());
    assertEquals(1, unread(phone).path("unread").asInt());
  }

  @Test
  void aRemovedRoomIsNotListed() {
    read(ada, post(bob, "one"));
    ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
    assertEquals(204, operator.delete("/api/rooms/" + name).status());
    Await.until("the room is not listed", () -> unread(ada).isMissingNode());
    assertEquals(404, ada.put(address(id), Map.of("position", "abc:1")).status());
  }

  @Test
  void ofOneParticipantABoundedNumberOfRoomsIsKept() {
    String position = post(bob, "one");
    read(ada, position);
    for (int i = 0; i < 55; i++) {
      JsonNode other = room(ApiClient.guest(PARLEY, "visitor " + i));
      assertEquals(
          204, ada.put(address(other.path("id").asText()), Map.of("position", position)).status());
    }
    assertEquals(50, ada.get("/api/unread").body().path("items").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"position\":null}", "{\"position\":\"\"}", "{\"position\":7}"})
  void anInvalidPositionIsRejected(String body) {
    ApiClient.Answer refused = ada.send("PUT", address(id), body);
    assertEquals(400, refused.status(), refused.toString());
    assertEquals("invalid_request", refused.code());
  }

  @Test
  void onlyRoomsHaveAReadPosition() {
    String own = ada.post("/api/conversations", Map.of()).body().path("id").asText();
    assertEquals(400, ada.put(address(own), Map.of("position", "abc:1")).status());
    assertEquals(404, bob.put(address(own), Map.of("position", "abc:1")).status());
  }

  private void awaitUnread(int messages, int mentions) {
    Await.until(
        messages + " unread",
        () ->
            unread(ada).path("unread").asInt() == messages
                && unread(ada).path("mentions").asInt() == mentions);
  }

  private JsonNode unread(ApiClient who) {
    return StreamSupport.stream(who.get("/api/unread").body().path("items").spliterator(), false)
        .filter(item -> item.path("conversation_id").asText().equals(id))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  private void read(ApiClient who, String position) {
    assertEquals(204, who.put(address(id), Map.of("position", position)).status());
  }

  /// The message's position.
  private String post(ApiClient author, String text) {
    ApiClient.Answer posted =
        author.post(
            "/api/conversations/" + id + "/messages", Map.of("message", text, "reply", false));
    assertEquals(200, posted.status(), posted.toString());
    return posted.body().path("position").asText();
  }

  private static JsonNode room(ApiClient by) {
    String name = "r-" + Ids.next().toString().substring(24);
    ApiClient.Answer created = by.post("/api/rooms", Map.of("name", name));
    assertEquals(201, created.status(), created.toString());
    return created.body();
  }

  private static String address(String id) {
    return "/api/conversations/" + id + "/read";
  }
}

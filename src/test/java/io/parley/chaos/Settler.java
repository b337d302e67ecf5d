package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes somebody a world of their own through the API: private conversations, one of them shared,
/// one erased and one with a reply in progress, a room, ratings.
final class Settler {
  /// Scripted by whoever settles victims to take its time.
  static final String SLOW = "slow";

  private static final String ECHO = "test/echo";
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));

  private final ApiClient who;
  private final String word;
  private final List<String> messages = new ArrayList<>();
  private final List<String> replies = new ArrayList<>();

  /// @param word in all private texts, and nowhere else
  Settler(ApiClient who, String word) {
    this.who = who;
    this.word = word;
  }

  /// @param person the id under which others know them
  /// @param question whose reply is in progress from now on
  Belongings settle(String person, String question) {
    String talk = conversation(word + " talk");
    for (int i = 0; i < 3; i++) {
      ask(talk, word + " asks " + i);
    }
    say(talk, word + " says");
    rate(replies.getFirst());

    String shared = conversation("a talk to show");
    ask(shared, "everybody may read this");
    JsonNode share = require(who.post("/api/conversations/" + shared + "/shares", Map.of()), 201);
    say(shared, word + " said later");

    String erased = conversation(word + " erased");
    say(erased, word + " is gone");
    String erasedMessage = messages.removeLast();
    require(who.delete("/api/conversations/" + erased), 204);

    Room room = Room.open(who, "mentions", ECHO);
    say(room.id(), "in the open");
    ask(room.id(), "also in the open");
    rate(replies.getLast());

    String busy = conversation(word + " busy");
    replies.add(post(busy, Map.of("message", question, "model", "test/" + SLOW)));
    return new Belongings(
        talk,
        shared,
        busy,
        erased,
        erasedMessage,
        room,
        share.path("id").asText(),
        share.path("token").asText(),
        messages,
        replies,
        Ids.next().toString(),
        person);
  }

  private String conversation(String title) {
    Map<String, Object> settings =
        Map.of("title", title, "system_prompt", word, "default_model", ECHO);
    return require(who.post("/api/conversations", settings), 201).path("id").asText();
  }

  private void say(String conversation, String text) {
    post(conversation, Map.of("message", text, "reply", false));
  }

  private void ask(String conversation, String text) {
    String reply = post(conversation, Map.of("message", text, "model", ECHO));
    replies.add(reply);
    awaitEnd(who, conversation, reply);
  }

  private String post(String conversation, Map<String, Object> body) {
    JsonNode posted =
        require(who.post("/api/conversations/" + conversation + "/messages", body), 200);
    messages.add(posted.path("message_id").asText());
    return posted.path("reply_id").asText();
  }

  private void rate(String reply) {
    require(
        who.put("/api/replies/" + reply + "/feedback", Map.of("rating", "up", "comment", word)),
        204);
  }

  /// A reply, once it has ended.
  static JsonNode awaitEnd(ApiClient who, String conversation, String reply) {
    String path = "/api/conversations/" + conversation + "/messages?limit=200";
    return PATIENTLY.value(
        "reply " + reply + " has ended",
        () ->
            World.items(who.get(path).body())
                .filter(message -> message.path("id").asText().equals(reply))
                .filter(message -> !message.path("status").asText().equals("streaming"))
                .findFirst());
  }

  private static JsonNode require(ApiClient.Answer answer, int status) {
    if (answer.status() != status) {
      throw new AssertionError("a victim could not settle: " + answer);
    }
    return answer.body();
  }
}

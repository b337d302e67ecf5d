package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.AskedOf;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A reply whose node dies, or stands still for too long, ends all the same, and ends once.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TakeoverIT {
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(40));
  private static final Duration TAKEOVER = Duration.ofSeconds(5);
  private static final int WORDS = 100;

  private static ParleyNode survivor;
  private static ParleyNode victim;

  @BeforeAll
  static void startAnotherNode() {
    survivor = TestBed.node();
    victim = TestBed.startNode("victim", Map.of());
    TestBed.models().script("steady", Script.tokens(WORDS).rate(10));
  }

  @AfterAll
  static void stop() {
    victim.close();
    TestBed.models().script("steady", Script.echo());
  }

  @Test
  @Order(1)
  void aNodeThatStoodStillForTooLongWritesNoSecondEnd() throws Exception {
    try (AskedOf victims = new AskedOf(victim, survivor)) {
      AskedOf.Reply asked = victims.reply("test/steady");
      victim.freeze();
      Instant frozen = Instant.now();
      JsonNode second = startOf(asked, 2);
      assertTrue(Duration.between(frozen, Instant.now()).compareTo(TAKEOVER) < 0);
      assertEquals(2, second.path("attempt").asInt());
      victim.thaw();
      String text = endsOnce(asked, 2);
      assertEquals(words(), text);
      PATIENTLY.check("the victim is back", victim::isReady);
      assertEquals(1, ends(asked).size());
    }
  }

  @Test
  @Order(2)
  void aReplyWhoseNodeIsKilledStartsOverElsewhereAndEndsOnce() throws Exception {
    try (AskedOf victims = new AskedOf(victim, survivor)) {
      AskedOf.Reply asked = victims.reply("test/steady");
      asked.client().event("reply.delta", delta -> isOf(asked, delta));
      victim.kill();
      Instant killed = Instant.now();
      startOf(asked, 2);
      Duration took = Duration.between(killed, Instant.now());
      assertTrue(took.compareTo(TAKEOVER) < 0, "taken over after " + took);
      String text = endsOnce(asked, 2);
      assertEquals(words(), text);
      assertEquals(text, textOf(asked, 2));

      JsonNode row = archived(asked);
      assertEquals("finished", row.path("status").asText());
      assertEquals(text, row.path("content").asText());
    }
  }

  private static JsonNode startOf(AskedOf.Reply asked, int attempt) {
    return asked
        .client()
        .event(
            "reply.started",
            event -> isOf(asked, event) && event.path("attempt").asInt() == attempt);
  }

  private static String endsOnce(AskedOf.Reply asked, int attempt) {
    JsonNode end = asked.client().event("reply.finished", event -> isOf(asked, event));
    assertEquals("finished", end.path("status").asText());
    assertEquals(attempt, end.path("attempt").asInt());
    return end.path("text").asText();
  }

  private static List<JsonNode> ends(AskedOf.Reply asked) {
    return asked.client().events("reply.finished").stream()
        .filter(event -> isOf(asked, event))
        .toList();
  }

  private static String textOf(AskedOf.Reply asked, int attempt) {
    StringBuilder text = new StringBuilder();
    asked.client().events("reply.delta").stream()
        .filter(delta -> isOf(asked, delta) && delta.path("attempt").asInt() == attempt)
        .forEach(delta -> text.append(delta.path("text").asText()));
    return text.toString();
  }

  private static JsonNode archived(AskedOf.Reply asked) {
    String path = "/api/conversations/" + conversation(asked) + "/messages";
    List<JsonNode> replies = new ArrayList<>();
    asked.client().who().get(path).body().path("items").forEach(replies::add);
    replies.removeIf(message -> !message.path("id").asText().equals(asked.id()));
    assertEquals(1, replies.size());
    return replies.getFirst();
  }

  private static String conversation(AskedOf.Reply asked) {
    return asked.client().frame("welcome").path("room").path("id").asText();
  }

  private static boolean isOf(AskedOf.Reply asked, JsonNode event) {
    return event.path("reply_id").asText().equals(asked.id());
  }

  private static String words() {
    return IntStream.range(0, WORDS).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}

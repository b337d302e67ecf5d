package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

  /// A question that the victim answers, and a witness on the surviving node.
  private record Asked(String room, RoomClient witness, String reply) {}

  @Test
  @Order(1)
  void aNodeThatStoodStillForTooLongWritesNoSecondEnd() throws Exception {
    try (Asking asking = new Asking()) {
      Asked asked = asking.ofVictim();
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
    try (Asking asking = new Asking()) {
      Asked asked = asking.ofVictim();
      asked.witness().event("reply.delta", delta -> isOf(asked, delta));
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

  /// Asks in room after room until a question is answered by the victim.
  private static final class Asking implements AutoCloseable {
    private final ApiClient ada = ApiClient.guest(survivor, "ada");
    private final List<RoomClient> clients = new ArrayList<>();

    Asked ofVictim() {
      for (int i = 0; i < 15; i++) {
        String room = RoomClient.room(ada, "all", "test/steady");
        RoomClient witness = RoomClient.join(ada, room);
        clients.add(witness);
        witness.post("Count, please.");
        String reply = witness.event("reply.started").path("reply_id").asText();
        if (logOf(victim).contains("reply " + reply + " to message")) {
          return new Asked(room, witness, reply);
        }
        ada.post("/api/replies/" + reply + "/stop", Map.of());
      }
      throw new AssertionError("the victim answers nothing");
    }

    @Override
    public void close() {
      clients.forEach(RoomClient::close);
    }
  }

  private static JsonNode startOf(Asked asked, int attempt) {
    return asked
        .witness()
        .event(
            "reply.started",
            event -> isOf(asked, event) && event.path("attempt").asInt() == attempt);
  }

  private static String endsOnce(Asked asked, int attempt) {
    JsonNode end = asked.witness().event("reply.finished", event -> isOf(asked, event));
    assertEquals("finished", end.path("status").asText());
    assertEquals(attempt, end.path("attempt").asInt());
    return end.path("text").asText();
  }

  private static List<JsonNode> ends(Asked asked) {
    return asked.witness().events("reply.finished").stream()
        .filter(event -> isOf(asked, event))
        .toList();
  }

  private static String textOf(Asked asked, int attempt) {
    StringBuilder text = new StringBuilder();
    asked.witness().events("reply.delta").stream()
        .filter(delta -> isOf(asked, delta) && delta.path("attempt").asInt() == attempt)
        .forEach(delta -> text.append(delta.path("text").asText()));
    return text.toString();
  }

  private static JsonNode archived(Asked asked) {
    String path = "/api/conversations/" + conversation(asked) + "/messages";
    List<JsonNode> replies = new ArrayList<>();
    asked.witness().who().get(path).body().path("items").forEach(replies::add);
    replies.removeIf(message -> !message.path("id").asText().equals(asked.reply()));
    assertEquals(1, replies.size());
    return replies.getFirst();
  }

  private static String conversation(Asked asked) {
    return asked.witness().frame("welcome").path("room").path("id").asText();
  }

  private static boolean isOf(Asked asked, JsonNode event) {
    return event.path("reply_id").asText().equals(asked.reply());
  }

  private static String words() {
    return IntStream.range(0, WORDS).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  private static String logOf(ParleyNode node) {
    try {
      return Files.readString(node.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

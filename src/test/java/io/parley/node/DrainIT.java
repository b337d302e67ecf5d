package io.parley.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.AskedOf;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A node that is asked to end while people are in it, and replies in progress.
class DrainIT {
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(40));
  private static final int SOCKETS = 200;
  private static final int STREAMS = 20;

  @Test
  void itSaysSoSendsEverybodyAwayAndLeavesNoReplyUnfinished() throws Exception {
    ParleyNode main = TestBed.node();
    TestBed.models().script("steady", Script.tokens(30).rate(10));
    TestBed.models().script("slow", Script.tokens(150).rate(10));
    try (ParleyNode leaving =
            TestBed.startNode(
                "leaving",
                Map.of(
                    "PARLEY_DRAIN_TIMEOUT", "PT6S",
                    "PARLEY_LIMITS_SOCKETS_PER_SECOND", "1000",
                    "PARLEY_LIMITS_STREAMS_PER_GUEST", "1000"));
        AskedOf asked = new AskedOf(leaving, main)) {
      ApiClient ada = ApiClient.guest(main, "ada");
      ApiClient grace = ApiClient.guest(main, "grace");
      String quiet = RoomClient.room(ada, "mentions", "test/echo");
      RoomClient witness = RoomClient.join(ada, quiet);
      List<RoomClient> sockets = sockets(grace.at(leaving), quiet);
      List<EventStreamClient> streams = streams(grace.at(leaving), witness);

      AskedOf.Reply handedOver = asked.reply("test/slow");
      AskedOf.Reply ending = asked.reply("test/steady");

      CompletableFuture<ApiClient.Answer> program = programAsks(leaving);

      Instant told = Instant.now();
      Thread stopping = Thread.ofVirtual().start(leaving::stop);
      PATIENTLY.check("it is not ready", () -> nodeIs(leaving, "DOWN"));
      assertEquals(
          503,
          RoomClient.refusal(
              leaving.socket("/ws/rooms/" + quiet),
              Optional.of("parley.v1"),
              "Authorization",
              ada.bearer()));
      for (RoomClient socket : sockets) {
        assertEquals(1012, socket.closeCode());
      }
      for (EventStreamClient stream : streams) {
        PATIENTLY.check("a stream ends", stream::hasEnded);
      }
      assertTrue(leaving.isAlive());
      assertEquals(200, program.join().status());
      assertTrue(program.join().response().body().contains("[DONE]"));
      stopping.join();
      Duration took = Duration.between(told, Instant.now());
      assertTrue(took.compareTo(Duration.ofSeconds(25)) < 0, "it ended after " + took);
      assertFalse(leaving.isAlive());

      assertEquals(1, witness.events("left").size());
      assertEquals(grace.id(), witness.event("left").at("/participant/id").asText());
      assertEquals(1, ended(ending).path("attempt").asInt());
      assertEquals(2, ended(handedOver).path("attempt").asInt());
    } finally {
      TestBed.models().script("steady", Script.echo());
      TestBed.models().script("slow", Script.echo());
    }
  }

  /// Returns when the model has been asked.
  private static CompletableFuture<ApiClient.Answer> programAsks(ParleyNode node) {
    ApiClient operator = ApiClient.with(node, TestBed.ADMIN_TOKEN);
    JsonNode key = operator.post("/api/keys", Map.of("name", "drain")).body();
    ApiClient program = ApiClient.with(node, key.path("secret").asText());
    int before = TestBed.models().requests().size();
    Map<String, Object> request =
        Map.of(
            "model",
            "test/steady",
            "stream",
            true,
            "messages",
            List.of(Map.of("role", "user", "content", "Count, please.")));
    CompletableFuture<ApiClient.Answer> answer =
        CompletableFuture.supplyAsync(
            () -> program.post("/v1/chat/completions", request),
            task -> Thread.ofVirtual().start(task));
    PATIENTLY.check("the model is asked", () -> TestBed.models().requests().size() > before);
    return answer;
  }

  private static List<RoomClient> sockets(ApiClient guest, String room) {
    List<RoomClient> sockets = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      sockets.add(RoomClient.join(guest, room));
    }
    return sockets;
  }

  private static List<EventStreamClient> streams(ApiClient guest, RoomClient witness) {
    String room = witness.frame("welcome").at("/room/id").asText();
    List<EventStreamClient> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      EventStreamClient stream =
          EventStreamClient.open(guest, "/api/conversations/" + room + "/stream");
      stream.await("snapshot");
      streams.add(stream);
    }
    return streams;
  }

  private static JsonNode ended(AskedOf.Reply reply) {
    JsonNode end =
        reply
            .client()
            .event("reply.finished", event -> event.path("reply_id").asText().equals(reply.id()));
    assertEquals("finished", end.path("status").asText());
    return end;
  }

  private static boolean nodeIs(ParleyNode node, String status)
      throws IOException, InterruptedException {
    for (JsonNode check : Json.MAPPER.readTree(node.get("/health/ready").body()).path("checks")) {
      if (check.path("name").asText().equals("node")) {
        return check.path("status").asText().equals(status);
      }
    }
    return false;
  }
}

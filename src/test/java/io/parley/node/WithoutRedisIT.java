package io.parley.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.services.ServicePorts;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A node whose Redis has never been available, and which may have no more rooms than the lobby.
class WithoutRedisIT {
  private static ParleyNode node;

  @BeforeAll
  static void start() {
    node =
        TestBed.startNode(
            "without-redis",
            Map.of(
                "PARLEY_REDIS_URL",
                "redis://127.0.0.1:" + ServicePorts.free(1).getFirst(),
                "PARLEY_ROOM_MAX_ROOMS",
                "1"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void itIsReadyAndSaysWhatIsMissing() throws Exception {
    var ready = node.get("/health/ready");
    assertEquals(200, ready.statusCode(), ready.body());
    JsonNode redis = Json.MAPPER.createObjectNode();
    for (JsonNode check : Json.MAPPER.readTree(ready.body()).path("checks")) {
      redis = check.path("name").asText().equals("redis") ? check : redis;
    }
    assertEquals("UP", redis.path("status").asText());
    assertTrue(redis.at("/data/degraded").isTextual(), ready.body());
    assertEquals(200, ApiClient.guest(node, "ada").get("/api/rooms/lobby").status());
  }

  @Test
  void onlyWhatNeedsKeptResponsesIsUnavailable() {
    var key = ApiClient.with(node, TestBed.ADMIN_TOKEN).post("/api/keys", Map.of("name", "v1"));
    var program = ApiClient.with(node, key.body().path("secret").asText());
    var asked = Map.<String, Object>of("model", "test/alpha", "input", "one two");
    var answer = program.post("/v1/responses", asked);
    assertEquals(200, answer.status(), answer.response().body());
    assertEquals("one two", answer.body().at("/output/0/content/0/text").asText());
    assertFalse(answer.body().path("store").asBoolean(true));

    var id = answer.body().path("id").asText();
    var item = answer.body().at("/output/0/id").asText();
    for (Map<String, Object> more :
        List.<Map<String, Object>>of(
            Map.of("store", true),
            Map.of("previous_response_id", id),
            Map.of("input", List.of(Map.of("type", "item_reference", "id", item))))) {
      var request = new HashMap<>(asked);
      request.putAll(more);
      var refused = program.post("/v1/responses", request);
      assertEquals(503, refused.status(), refused.response().body());
      assertEquals("unavailable", refused.body().at("/error/code").asText());
    }
    assertEquals(503, program.get("/v1/responses/" + id).status());
  }

  @Test
  void aServerThatHasItsMaximumOfRoomsTakesNoMore() {
    var refused = ApiClient.guest(node, "ada").post("/api/rooms", Map.of("name", "one-too-many"));
    assertEquals(403, refused.status(), refused.response().body());
    assertTrue(refused.body().path("detail").asText().contains("maximum of 1 rooms"));
    assertEquals(404, ApiClient.nobody(node).get("/api/rooms/one-too-many").status());
  }
}

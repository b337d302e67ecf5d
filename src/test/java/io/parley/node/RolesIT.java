package io.parley.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.openai.V1Client;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Three nodes that do one thing each, over a log of their own: together they are Parley.
class RolesIT {
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(60));

  @Test
  void threeNodesWithOneRoleEachMakeTheSameProduct() throws Exception {
    try (ParleyNode archive = prepared("archive").launch();
        ParleyNode assistant = prepared("assistant").launch();
        ParleyNode edge = prepared("edge").launch()) {
      edge.awaitReady();
      archive.awaitReady();
      assistant.awaitReady();

      ApiClient ada = ApiClient.guest(edge, "ada");
      String room = RoomClient.room(ada, "all", "test/echo");
      String id;
      try (RoomClient client = RoomClient.join(ada, room)) {
        id = client.frame("welcome").at("/room/id").asText();
        client.post("Who is there?");
        assertEquals("ada: Who is there?", client.event("reply.finished").path("text").asText());
      }
      PATIENTLY.check("it is archived", () -> archive.metric("parley_archive_events_total") >= 3);
      assertEquals(0, edge.metric("parley_archive_events_total"));
      assertEquals(0, assistant.metric("parley_archive_events_total"));
      assertEquals(1, assistant.metric("parley_replies_total"));
      assertEquals(0, edge.metric("parley_replies_total"));
      assertEquals(
          2, ada.get("/api/conversations/" + id + "/messages").body().path("items").size());

      assertOnlyKnowledgeEmbeds(edge);

      for (ParleyNode inside : new ParleyNode[] {archive, assistant}) {
        for (String path : new String[] {"/", "/api/rooms", "/css/parley.css", "/docs"}) {
          HttpResponse<String> answer = inside.get(path);
          assertEquals(503, answer.statusCode(), path);
          assertTrue(answer.body().contains("\"code\":\"unavailable\""), answer.body());
        }
        assertEquals(
            503,
            RoomClient.refusal(
                inside.socket("/ws/rooms/" + room),
                Optional.of("parley.v1"),
                "Authorization",
                ada.bearer()));
        assertEquals(200, inside.get("/health/ready").statusCode());
      }
    }
  }

  /// The model on the machine is that of nodes with the role `knowledge`, which this edge has not.
  private static void assertOnlyKnowledgeEmbeds(ParleyNode edge) {
    V1Client client = V1Client.with(edge);
    assertFalse(client.get("/models").response().body().contains("all-minilm"));
    V1Client.Answer answer =
        client.post("/embeddings", Map.of("model", "local/all-minilm-l6-v2", "input", "tea"));
    assertEquals(404, answer.status(), answer.response().body());
    assertEquals("model_not_found", answer.json().at("/error/code").asText());
  }

  private static ParleyNode prepared(String role) {
    Map<String, String> settings = new HashMap<>();
    settings.put("PARLEY_ROLES", role);
    settings.put("PARLEY_EVENTS_TOPIC", "roles.log");
    settings.put("PARLEY_EVENTS_LIVE_TOPIC", "roles.live");
    settings.put("PARLEY_EVENTS_DEAD_TOPIC", "roles.dead");
    settings.put("PARLEY_EVENTS_PARTITIONS", "3");
    return TestBed.prepareNode("only-" + role, settings);
  }
}

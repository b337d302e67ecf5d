package io.parley.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.transfer.ExportImportIT;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ratings of replies, over REST.
class FeedbackIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private String id;
  private String question;
  private String reply;

  @BeforeEach
  void importATurn() {
    id = ExportImportIT.imported(ada, ExportImportIT.document(2));
    JsonNode items = ada.get("/api/conversations/" + id + "/messages").body().path("items");
    question = items.at("/0/id").asText();
    reply = items.at("/1/id").asText();
  }

  @Test
  void theLastRatingCountsUntilItIsTakenBack() {
    assertEquals(204, rate(ada, reply, Map.of("rating", "up")).status());
    assertEquals(
        204, rate(ada, reply, Map.of("rating", "down", "comment", " Wrong year. ")).status());
    JsonNode items = ada.get("/api/conversations/" + id + "/feedback").body().path("items");
    assertEquals(1, items.size());
    assertEquals(reply, items.at("/0/reply_id").asText());
    assertEquals("down", items.at("/0/rating").asText());
    assertEquals("Wrong year.", items.at("/0/comment").asText());

    assertEquals(204, ada.delete("/api/replies/" + reply + "/feedback").status());
    assertEquals(204, ada.delete("/api/replies/" + reply + "/feedback").status());
    assertEquals(0, ada.get("/api/conversations/" + id + "/feedback").body().path("items").size());
  }

  @Test
  void ratingsAreCountedByModel() {
    assertEquals(204, rate(ada, reply, Map.of("rating", "up")).status());
    String metrics = ada.get("/metrics").response().body();
    assertTrue(
        metrics
            .lines()
            .anyMatch(line ->
                line.startsWith("parley_feedback")
                    && line.contains("model=\"demo/guide\"")
                    && line.contains("rating=\"up\"")),
        "no count of ratings");
  }

  @Test
  void onlyWhoSeesAReplyRatesIt() {
    ApiClient eve = ApiClient.guest(PARLEY, "eve");
    Map<String, String> up = Map.of("rating", "up");
    assertEquals(404, rate(eve, reply, up).status());
    assertEquals(404, eve.delete("/api/replies/" + reply + "/feedback").status());
    assertEquals(404, eve.get("/api/conversations/" + id + "/feedback").status());
    assertEquals(401, rate(ApiClient.nobody(PARLEY), reply, up).status());
    assertEquals(404, rate(ada, question, up).status());
    assertEquals(404, rate(ada, Ids.next().toString(), up).status());
    assertEquals(404, rate(ada, "x", up).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"rating\":\"sideways\"}",
        "{\"rating\":1}",
        "{\"rating\":\"up\",\"comment\":\"a\\u0000\"}"
      })
  void anInvalidRatingIsRejected(String body) throws JsonProcessingException {
    assertEquals(
        400, ada.put("/api/replies/" + reply + "/feedback", Json.MAPPER.readTree(body)).status());
  }

  @Test
  void aRemarkIsNotABook() {
    assertEquals(
        413, rate(ada, reply, Map.of("rating", "up", "comment", "x".repeat(2_001))).status());
  }

  private static ApiClient.Answer rate(ApiClient who, String reply, Map<String, String> rating) {
    return who.put("/api/replies/" + reply + "/feedback", rating);
  }
}

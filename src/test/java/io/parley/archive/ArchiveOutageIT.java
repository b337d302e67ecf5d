package io.parley.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.services.Part;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// PostgreSQL goes away under a running node, and comes back.
class ArchiveOutageIT {
  private static final ParleyNode PARLEY = TestBed.node();

  @Test
  void talkGoesOnWithoutPostgresqlAndReachesItWhenItIsBack() throws Exception {
    ApiClient ada = ApiClient.guest(PARLEY, "ada");
    String name = "o-" + Ids.next().toString().substring(24);
    String room =
        ada.post("/api/rooms", Map.of("name", name, "answers", "mentions"))
            .body()
            .path("id")
            .asText();
    String messages = "/api/conversations/" + room + "/messages";
    List<String> said = new ArrayList<>();
    say(ada, messages, said);
    assertEquals(said, contents(ada.get(messages)));

    TestBed.services().kill(Part.POSTGRESQL);
    try {
      Await.until("readiness says so", () -> isDegraded("postgresql"));
      assertTrue(PARLEY.isReady(), "a balancer leaves it in");
      for (int i = 0; i < 5; i++) {
        say(ada, messages, said);
      }
      assertEquals(200, ada.get("/api/rooms/" + name).status());
      assertEquals(200, ada.get("/api/rooms").status());
      refused(ada.get(messages));
      refused(ada.get("/api/rooms/never-heard-of"));
      refused(ada.post("/api/rooms", Map.of("name", name + "-2")));
    } finally {
      TestBed.services().start(Part.POSTGRESQL);
    }
    Await.within(Duration.ofSeconds(30))
        .check("the archive is read again", () -> ada.get(messages).status() == 200);
    assertEquals(said, contents(ada.get(messages)));
    Await.until("the node lacks nothing", PARLEY::isWhole);
    say(ada, messages, said);
    assertEquals(said, contents(ada.get(messages)));
  }

  private static void say(ApiClient guest, String messages, List<String> said) {
    String text = "message " + said.size();
    ApiClient.Answer posted = guest.post(messages, Map.of("message", text));
    assertEquals(200, posted.status(), posted.response().body());
    said.add(text);
  }

  private static void refused(ApiClient.Answer answer) {
    assertEquals(503, answer.status(), answer.response().body());
    assertEquals("unavailable", answer.code());
  }

  private static boolean isDegraded(String part) {
    JsonNode checks = ApiClient.nobody(PARLEY).get("/health/ready").body().path("checks");
    assertTrue(checks.isArray());
    return StreamSupport.stream(checks.spliterator(), false)
        .anyMatch(check ->
            check.path("name").asText().equals(part)
                && check.path("status").asText().equals("UP")
                && check.path("data").has("degraded"));
  }

  private static List<String> contents(ApiClient.Answer page) {
    assertEquals(200, page.status(), page.response().body());
    return StreamSupport.stream(page.body().path("items").spliterator(), false)
        .map(message -> message.path("content").asText())
        .toList();
  }
}

package io.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.archive.PageBytes;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.transfer.ExportImportIT;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Conversations with megabytes of text: no page of them is large, and no number of them at a time
/// ends a node.
class LargeConversationIT {
  private static final ParleyNode PARLEY = TestBed.node();

  /// UTF-8, and some JSON around it.
  private static final int MOST = PageBytes.MAX + 64 * 1024;

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");

  @Test
  void aPageEndsEarlyWhereItsTextIsLongAndNoMessageIsLeftOut() {
    String id = ExportImportIT.imported(ada, document(40, 60_000));
    String path = "/api/conversations/" + id + "/messages?limit=200";
    List<String> seen = walk(path, 41);
    assertEquals(40, seen.size());
    String token =
        ada.post("/api/conversations/" + id + "/shares", Map.of()).body().path("token").asText();
    String last = newest(path);
    Await.until(
        "the newest message is archived", () -> newest("/api/shares/" + token).equals(last));
    assertEquals(40, walk("/api/shares/" + token + "?limit=200", 41).size());
    assertEquals(
        40,
        ada.get("/api/conversations/" + id + "/export?format=json").body().path("messages").size());
  }

  @Test
  void aMessageLargerThanAPageStandsOnOneAlone() {
    String id = ExportImportIT.imported(ada, document(3, 190_000, "\u20ac"));
    JsonNode page = ada.get("/api/conversations/" + id + "/messages?limit=200").body();
    assertEquals(1, page.path("items").size());
    assertTrue(page.path("next").isTextual());
  }

  @Test
  void manyLargeImportsAndPagesAtOnceDoNotEndANode() throws Exception {
    String body = Json.write(document(50, 190_000));
    String id = ExportImportIT.imported(ada, document(40, 60_000));
    List<ApiClient> guests =
        IntStream.range(0, 6).mapToObj(i -> ApiClient.guest(PARLEY, "g" + i)).toList();
    List<Callable<ApiClient.Answer>> calls = new ArrayList<>();
    for (ApiClient guest : guests) {
      calls.add(() -> guest.post("/api/conversations/import", "application/json", body));
    }
    for (int i = 0; i < 20; i++) {
      calls.add(() -> ada.get("/api/conversations/" + id + "/messages?limit=200"));
    }
    int made = 0;
    for (ApiClient.Answer answer : atOnce(calls)) {
      if (answer.status() == 201) {
        made++;
      } else if (answer.status() == 503) {
        assertTrue(answer.header("Retry-After").isPresent(), answer.toString());
      } else {
        assertEquals(200, answer.status());
        assertTrue(answer.response().body().length() < MOST);
      }
    }
    assertTrue(made >= 1, made + " imports");
    assertEquals(200, ada.get("/api/rooms/lobby").status());
  }

  @Test
  void anImportThatIsTooLongByItsOwnWordIsRefusedUnread() {
    assertEquals(
        413,
        ada.post("/api/conversations/import", "application/json", " ".repeat(10 * 1024 * 1024 + 1))
            .status());
    assertEquals(
        413,
        ada.postChunked("/api/conversations/import", " ".repeat(10 * 1024 * 1024 + 1)).status());
  }

  private String newest(String path) {
    JsonNode items = ada.get(path).body().path("items");
    return items.path(items.size() - 1).path("id").asText();
  }

  private List<String> walk(String path, int maxPages) {
    List<String> seen = new ArrayList<>();
    Set<String> distinct = new HashSet<>();
    Optional<String> next = Optional.of("");
    for (int pages = 0; next.isPresent(); pages++) {
      assertTrue(pages < maxPages, pages + " pages");
      ApiClient.Answer page =
          archived(path + (next.get().isEmpty() ? "" : "&before=" + next.get()));
      assertEquals(200, page.status(), page.response().body());
      assertTrue(page.response().body().length() < MOST);
      assertTrue(page.body().path("items").size() > 0);
      page.body()
          .path("items")
          .forEach(item -> {
            seen.add(item.path("id").asText());
            assertTrue(distinct.add(item.path("id").asText()));
          });
      next = Optional.of(page.body().path("next").asText()).filter(it -> !it.isEmpty());
    }
    return seen;
  }

  /// As soon as the archive has it: megabytes take it a while on a busy machine, and until then the
  /// server says when to ask again.
  private ApiClient.Answer archived(String path) {
    return Await.within(Duration.ofSeconds(20))
        .value(
            "a page of history",
            () ->
                Optional.of(ada.get(path))
                    .filter(page -> page.status() != 503 || page.header("Retry-After").isEmpty()));
  }

  private static List<ApiClient.Answer> atOnce(List<Callable<ApiClient.Answer>> calls)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<ApiClient.Answer> answers = new ArrayList<>();
      for (Future<ApiClient.Answer> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private static ObjectNode document(int messages, int length) {
    return document(messages, length, "x");
  }

  /// Replies, which may be long.
  private static ObjectNode document(int messages, int length, String letter) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    UUID root = UUID.randomUUID();
    UUID parent = root;
    document.put("format", "parley.conversation").put("version", 1);
    document
        .putObject("conversation")
        .put("id", root.toString())
        .put("kind", "private")
        .put("created_at", "2026-11-20T12:00:00Z");
    ArrayNode items = document.putArray("messages");
    for (int i = 0; i < messages; i++) {
      ObjectNode item =
          items
              .addObject()
              .put("id", UUID.randomUUID().toString())
              .put("parent_id", parent.toString())
              .put("role", "assistant")
              .put("model", "demo/guide")
              .put("status", "finished")
              .put("created_at", Instant.parse("2026-11-20T12:00:00Z").plusSeconds(i).toString())
              .put("content", letter.repeat(length));
      parent = UUID.fromString(item.path("id").asText());
      item.putObject("author").put("id", "demo/guide").put("name", "guide");
    }
    return document;
  }
}

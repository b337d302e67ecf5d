package io.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HealthIT {
  /// What a service level is measured by, over all nodes.
  private static final List<String> WITH_BUCKETS =
      List.of(
          "parley_http_request_duration_seconds",
          "parley_log_append_seconds",
          "parley_log_fan_out_seconds",
          "parley_llm_first_token_seconds",
          "parley_llm_next_token_seconds",
          "parley_archive_delay_seconds",
          "parley_search_seconds",
          "parley_realtime_write_seconds",
          "parley_reply_first_token_seconds",
          "parley_reply_duration_seconds",
          "parley_archive_batch_size");

  private static final Pattern ROUTE =
      Pattern.compile("parley_http_request_duration_seconds_count\\{(.*)}.*");

  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (parley_\\w+) ");

  private final ParleyNode parley = TestBed.node();

  @Test
  void aStartedNodeIsStartedLiveAndReady() throws Exception {
    assertEquals(200, parley.get("/health/started").statusCode());
    assertEquals(200, parley.get("/health/live").statusCode());
    assertEquals(200, parley.get("/health/ready").statusCode());
    assertTrue(parley.isWhole(), "nothing is degraded");
    for (String part : List.of("kafka", "postgresql", "redis")) {
      assertTrue(
          metrics().matches("(?s).*parley_part_available\\{[^}]*part=\"" + part + "\"[^}]*} 1.*"),
          part);
    }
  }

  @Test
  void durationsHaveBucketsThatCanBeAddedOverNodes() {
    talk();
    assertEquals(200, ApiClient.nobody(parley).get("/api/search?q=there").status());
    Await.until(
        "all have buckets",
        () -> WITH_BUCKETS.stream().allMatch(name -> metrics().contains(name + "_bucket{")));
    assertFalse(metrics().contains("quantile="), "percentiles of one node");
  }

  @Test
  void noWordOfARequestIsALabel() {
    ApiClient ada = ApiClient.guest(parley, "ada");
    for (String path : List.of("/stray", "/stray.css", "/api/stray", "/v1/stray", "/rooms/stray")) {
      ada.send("STRAY", path, "{}");
      ada.get(path + "?stray=" + path);
    }
    ada.post("/api/chat_batch", Map.of("message", "hello", "model", "test/stray"));
    List<String> labels = metrics().lines().filter(line -> ROUTE.matcher(line).matches()).toList();
    assertTrue(
        labels.stream().anyMatch(line -> line.contains("method=\"other\"")), () -> "" + labels);
    assertTrue(
        labels.stream().anyMatch(line -> line.contains("route=\"other\"")), () -> "" + labels);
    assertFalse(metrics().toLowerCase(Locale.ROOT).contains("stray"));
    assertFalse(metrics().contains("127.0.0.1"), "the Host header");
  }

  @Test
  void everyMetricIsInTheDocumentation() throws IOException {
    talk();
    String documented = Files.readString(Path.of("docs", "operations.md"));
    List<String> names = TYPE.matcher(metrics()).results().map(found -> found.group(1)).toList();
    assertTrue(names.size() > 10, () -> "too few: " + names);
    assertEquals(
        List.of(),
        names.stream()
            .filter(name -> !name.endsWith("_max") && !documented.contains('`' + name + '`'))
            .toList());
  }

  @Test
  void connectionsAreCountedByTheirKind() {
    ApiClient ada = ApiClient.guest(parley, "ada");
    try (RoomClient _ = RoomClient.join(ada, RoomClient.room(ada, "all", "test/echo"))) {
      Await.until(
          "a socket is counted",
          () ->
              metrics()
                  .matches(
                      "(?s).*parley_realtime_connections\\{[^}]*kind=\"socket\"[^}]*} [1-9].*"));
    }
    assertTrue(metrics().contains("kind=\"stream\""));
  }

  @Test
  void repliesAndTheirTokensAreCountedByModel() {
    talk();
    Await.until(
        "the reply is counted",
        () ->
            metrics()
                .lines()
                .anyMatch(line ->
                    line.startsWith("parley_replies_total{")
                        && line.contains("model=\"test/echo\"")
                        && line.contains("status=\"finished\"")));
    assertTrue(
        metrics()
            .lines()
            .anyMatch(line ->
                line.startsWith("parley_reply_tokens_total{")
                    && line.contains("kind=\"completion\"")
                    && line.contains("model=\"test/echo\"")),
        "tokens");
  }

  private void talk() {
    ApiClient ada = ApiClient.guest(parley, "ada");
    try (RoomClient room = RoomClient.join(ada, RoomClient.room(ada, "all", "test/echo"))) {
      room.post("Who is there?");
      room.event("reply.finished");
      room.event("message");
    }
  }

  private String metrics() {
    return ApiClient.nobody(parley).get("/metrics").response().body();
  }
}

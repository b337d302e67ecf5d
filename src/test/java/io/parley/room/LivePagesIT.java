package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// The rows that home pages ask for again and again.
class LivePagesIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theRowsAreSentAloneAndOnlyIfTheyChanged() throws Exception {
    var ada = ApiClient.guest(PARLEY, "ada");
    var room = RoomClient.room(ada, "off", "test/alpha");
    var before = get("");
    assertEquals(200, before.statusCode());
    assertTrue(before.body().contains("<ul class=\"live\">"), before.body());
    assertFalse(before.body().contains("<body"), before.body());
    assertFalse(before.body().contains(room), before.body());
    var tag = before.headers().firstValue("ETag").orElseThrow();
    var same = get(tag);
    assertEquals(304, same.statusCode());
    assertEquals("", same.body());

    try (var _ = RoomClient.join(ada, room)) {
      Await.until("the room is live", () -> get(tag).body().contains(room));
    }
  }

  private HttpResponse<String> get(String tag) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(PARLEY.url("/live")).header("If-None-Match", tag).build(),
        BodyHandlers.ofString());
  }
}

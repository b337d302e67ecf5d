package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.EventStreamClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A client may be silent for 10 s while it sends a request (`readTimeout` in server.xml), and for
/// as long as it likes when it listens.
class IdleConnectionsIT {
  private static final Duration LONGER_THAN_A_READ = Duration.ofSeconds(12);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ParleyNode parley = TestBed.node();
  private final ApiClient ada = ApiClient.guest(parley, "ada");

  @Test
  void whoListensMayBeSilentAndWhoAsksMayNot() throws Exception {
    String name = RoomClient.room(ada, "mentions", "test/echo");
    String conversation =
        "/api/conversations/"
            + ada.post("/api/conversations", Map.of("default_model", "test/echo"))
                .body()
                .path("id")
                .asText();
    try (RoomClient room = RoomClient.join(ada, name);
        EventStreamClient stream = EventStreamClient.open(ada, conversation + "/stream");
        Socket unfinished = new Socket("localhost", parley.port())) {
      assertEquals(200, stream.status());
      unfinished.setSoTimeout((int) PATIENCE.toMillis());
      unfinished
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
      Instant begun = Instant.now();
      assertEquals(408, RawRequest.Answer.of(unfinished).status());
      Await.within(PATIENCE)
          .check(
              "longer than a read may take",
              () -> Duration.between(begun, Instant.now()).compareTo(LONGER_THAN_A_READ) > 0);
      assertFalse(room.isClosed());
      assertFalse(stream.hasEnded());
      room.post("still here?");
      room.event("message");
      ada.post(conversation + "/messages", Map.of("message", "still here?"));
      stream.await("message");
    }
  }
}

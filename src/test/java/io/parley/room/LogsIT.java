package io.parley.room;

import static io.parley.testing.RoomClient.insert;
import static io.parley.testing.RoomClient.object;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import io.parley.testing.TestBed;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What people write stays out of the server's log; what an operator needs to follow it is there.
class LogsIT {
  private final ParleyNode node = TestBed.node();

  @Test
  void theLogNamesMessagesAndRepliesAndQuotesNone() throws Exception {
    ApiClient ada = ApiClient.guest(node, "Ada");
    String room = RoomClient.room(ada, "all", "test/echo");
    String secret = "secret" + UUID.randomUUID().toString().replace("-", "");
    try (RoomClient visit = RoomClient.join(ada, room)) {
      String draft = UUID.randomUUID().toString();
      visit.draft(draft, 1, "new", insert(0, secret));
      visit.draft(draft, 9, "edit", insert(0, secret));
      visit.sendText("{\"type\":\"post\",\"text\":\"" + secret + "\"");
      visit.send(object().put("type", secret));
      visit.post(secret);
      String reply = visit.event("reply.finished").path("reply_id").asText();
      Await.until("the log names the reply", () -> Files.readString(node.log()).contains(reply));
    }
    assertFalse(Files.readString(node.log()).contains(secret), "somebody's words are in the log");
  }
}

package io.parley.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.Await;
import java.time.Duration;
import java.time.Instant;

/// An exported conversation of 1,000 messages.
final class Document {
  static final int MESSAGES = 1_000;
  static final String TEXT = text();

  private static final Duration ARCHIVED_WITHIN = Duration.ofSeconds(60);

  private Document() {}

  private static String text() {
    String now = Instant.now().toString();
    ObjectNode document =
        Json.MAPPER.createObjectNode().put("format", "parley.conversation").put("version", 1);
    document
        .putObject("conversation")
        .put("id", Ids.next().toString())
        .put("kind", "private")
        .put("created_at", now);
    ArrayNode messages = document.putArray("messages");
    String author = Ids.next().toString();
    for (int n = 0; n < MESSAGES; n++) {
      ObjectNode message = messages.addObject();
      message.put("id", Ids.next().toString()).put("role", "user").put("status", "posted");
      message.putObject("author").put("id", author).put("name", "Ann");
      message.put("created_at", now).put("content", n + " message" + " of some words".repeat(15));
    }
    return Json.write(document);
  }

  /// Whether all of it is in the archive, soon.
  static boolean isArchived(Archive archive, Room imported) {
    try {
      Await.within(ARCHIVED_WITHIN)
          .check("it is archived", () -> archive.messages(imported).size() == MESSAGES);
      return true;
    } catch (AssertionError late) {
      return false;
    }
  }
}

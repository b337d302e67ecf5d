package io.parley.history;

import io.parley.event.ConversationId;
import io.parley.platform.ProblemException;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// What was said last in each of some conversations, in one query for all of them.
@ApplicationScoped
public class LatestLines {
  /// Characters that are shown of a message.
  private static final int SHOWN = 160;

  @Inject Database database;
  @Inject LatestLineStore store;

  /// @param text one line of plain text, shortened
  public record Line(String author, String text, Instant at) {}

  /// Nothing of conversations in which nothing was said, nor of any while PostgreSQL is
  /// unavailable.
  public Map<ConversationId, Line> of(Collection<ConversationId> conversations) {
    if (conversations.isEmpty()) {
      return Map.of();
    }
    try {
      return database.ask(() -> store.read(conversations));
    } catch (ProblemException away) {
      return Map.of();
    }
  }

  /// The first line that says something, without Markdown's marks.
  static String plain(String content) {
    String line =
        PlainMarkdown.of(content)
            .lines()
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse("");
    return line.codePointCount(0, line.length()) <= SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }
}

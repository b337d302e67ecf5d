package io.parley.conversation;

import io.parley.log.ConversationId;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What was said last in each of some conversations, in one query for all of them.
@ApplicationScoped
public class LatestLines {
  /// Characters that are read of a message, and shown of it.
  private static final int READ = 600;

  private static final int SHOWN = 160;
  private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern MARKS =
      Pattern.compile("^\\s*(?:#{1,6}\\s|>|[-*+]\\s|\\d+[.)]\\s)+|[*_`~]{1,3}");

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  @Inject Database database;
  @Inject LatestLines self;

  /// @param text one line of plain text, shortened
  public record Line(String author, String text, Instant at) {}

  /// Nothing of conversations in which nothing was said, nor of any while PostgreSQL is away.
  public Map<ConversationId, Line> of(Collection<ConversationId> conversations) {
    if (conversations.isEmpty()) {
      return Map.of();
    }
    try {
      return database.ask(() -> self.read(conversations));
    } catch (ProblemException away) {
      return Map.of();
    }
  }

  @Transactional
  public Map<ConversationId, Line> read(Collection<ConversationId> conversations) {
    Map<ConversationId, Line> lines = new HashMap<>();
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select m.conversation_id, m.author_name, m.content,
                  cast(extract(epoch from m.created_at) * 1000 as bigint) as at
                from unnest(cast(:ids as uuid[])) as c(id)
                cross join lateral (
                  select conversation_id, author_name, left(content, :read) as content, created_at
                  from message where conversation_id = c.id and content <> ''
                  order by epoch_no desc, log_offset desc limit 1) m
                """,
                Tuple.class)
            .setParameter(
                "ids",
                conversations.stream()
                    .map(id -> id.value().toString())
                    .collect(Collectors.joining(",", "{", "}")))
            .setParameter("read", READ)
            .getResultList();
    for (Object row : rows) {
      Tuple line = (Tuple) row;
      lines.put(
          new ConversationId(line.get("conversation_id", UUID.class)),
          new Line(
              line.get("author_name", String.class),
              plain(line.get("content", String.class)),
              Instant.ofEpochMilli(line.get("at", Long.class))));
    }
    return lines;
  }

  /// The first line that says something, without Markdown's marks.
  static String plain(String content) {
    String line =
        content
            .lines()
            .filter(it -> !it.startsWith("```"))
            .map(it -> MARKS.matcher(LINK.matcher(it).replaceAll("$1")).replaceAll("").strip())
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse("");
    return line.codePointCount(0, line.length()) <= SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }
}

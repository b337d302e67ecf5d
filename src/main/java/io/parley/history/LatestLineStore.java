package io.parley.history;

import io.parley.event.ConversationId;
import jakarta.enterprise.context.ApplicationScoped;
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
import java.util.stream.Collectors;

/// The latest message of each of some conversations, from PostgreSQL.
@ApplicationScoped
public class LatestLineStore {
  /// Characters that are read of a message.
  private static final int READ = 600;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  @Transactional
  public Map<ConversationId, LatestLines.Line> read(Collection<ConversationId> conversations) {
    Map<ConversationId, LatestLines.Line> lines = new HashMap<>();
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
          new LatestLines.Line(
              line.get("author_name", String.class),
              LatestLines.plain(line.get("content", String.class)),
              Instant.ofEpochMilli(line.get("at", Long.class))));
    }
    return lines;
  }
}

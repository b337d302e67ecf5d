package io.parley.archive;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.platform.Json;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Finds the copies of what is removed, so that they are removed as well: within the transaction
/// that archives the removal, or the copy that came too late for it.
final class CopyStore {
  private static final String COPIES_OF_MESSAGES =
      """
      select m.conversation_id as conversation, m.id as message
      from json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid)
        join message m on m.copied_from @> array[e.conversation_id, e.id]
      """;

  private static final String COPIES_OF_ROOMS =
      """
      select m.conversation_id as conversation, m.id as message
      from json_to_recordset(cast(:rows as json)) as e(id uuid)
        join message m on m.copied_from @> array[e.id]
      """;

  /// Copies that were on their way while what they are made of was removed.
  private static final String LATE_COPIES =
      """
      select m.conversation_id as conversation, m.id as message
      from json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid)
        join message m on m.id = e.id and m.conversation_id = e.conversation_id
      where exists (
          select 1 from removed_message r
          where r.id = any(m.copied_from) and r.conversation_id = any(m.copied_from))
        or exists (select 1 from removed_room r where r.id = any(m.copied_from))
      """;

  /// Two archives at a time could otherwise miss each other's: one has a message removed while the
  /// other one puts a copy of it in.
  private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(7275900461)";

  private final EntityManager entities;

  CopyStore(EntityManager entities) {
    this.entities = entities;
  }

  /// Whether this event removes what may have copies, or brings a copy.
  static boolean concerns(Event.Durable event) {
    return switch (event) {
      case Event.MessageRemoved _ -> true;
      case Event.ConversationDeleted deleted -> deleted.owner().isEmpty();
      case Event.MessagePosted posted -> isCopy(posted.origin());
      case Event.ReplyStarted started -> isCopy(started.origin());
      case Event.Durable _ -> false;
    };
  }

  private static boolean isCopy(Optional<Origin> origin) {
    return origin.filter(it -> !it.copiedFrom().isEmpty()).isPresent();
  }

  /// Keeps other nodes from archiving removals and copies until the transaction ends.
  void lock() {
    var _ = entities.createNativeQuery(ONE_AT_A_TIME, Object.class).getResultList();
  }

  /// What this batch leaves to be removed, when it has been written.
  List<Origin.Source> copies(ArchiveBatch batch) {
    return Stream.of(
            find(COPIES_OF_MESSAGES, batch.removals()),
            find(COPIES_OF_ROOMS, batch.removedRooms()),
            find(LATE_COPIES, batch.copies()))
        .flatMap(List::stream)
        .toList();
  }

  private List<Origin.Source> find(String statement, Collection<?> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<?> found =
        entities
            .createNativeQuery(statement, Tuple.class)
            .setParameter("rows", Json.write(rows))
            .getResultList();
    return found.stream()
        .map(Tuple.class::cast)
        .map(row ->
            new Origin.Source(
                new ConversationId(row.get("conversation", UUID.class)),
                new MessageId(row.get("message", UUID.class))))
        .toList();
  }
}

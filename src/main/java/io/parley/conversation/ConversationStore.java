package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.ReplyDetails;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Conversations in PostgreSQL.
@ApplicationScoped
public class ConversationStore {
  /// Rows of each table: what they take to delete stays far below the time in which PostgreSQL must
  /// answer, also where they are large.
  public static final int ERASED_AT_ONCE = 5_000;

  /// The tables of what belongs to a conversation. What a message has of its own goes with it.
  private static final List<String> PARTS =
      List.of("message", "asked_reply", "removed_message", "feedback", "share", "last_read");

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  @Transactional
  public Optional<Conversation> find(ConversationId id) {
    return Optional.ofNullable(entities.find(StoredConversation.class, id.value()))
        .map(StoredConversation::toConversation);
  }

  @Transactional
  public Optional<Conversation> findRoom(String name) {
    return entities
        .createQuery(
            "select c from StoredConversation c where c.name = :name", StoredConversation.class)
        .setParameter("name", name)
        .getResultStream()
        .findFirst()
        .map(StoredConversation::toConversation);
  }

  /// Rooms other than the lobby: those in which something was said last first, then those in which
  /// nothing was said yet, the newest first.
  ///
  /// @param before the last one of the page before
  @Transactional
  public List<Conversation> rooms(Optional<ConversationCursor> before, int limit) {
    return page(
        entities
            .createQuery(
                """
                select c from StoredConversation c
                where c.kind = 'room' and c.id <> :lobby
                  and (coalesce(c.lastMessageAt, :never), c.id) < (:at, :id)
                order by c.lastMessageAt desc nulls last, c.id desc
                """,
                StoredConversation.class)
            .setParameter("lobby", Conversation.LOBBY.value())
            .setParameter("never", Instant.EPOCH),
        before,
        limit);
  }

  /// An owner's private conversations, those that something happened in last first.
  ///
  /// @param before the last one of the page before
  @Transactional
  public List<Conversation> ownedBy(
      ParticipantId owner, Optional<ConversationCursor> before, int limit) {
    return page(
        entities
            .createQuery(
                """
                select c from StoredConversation c
                where c.owner = :owner and (c.updatedAt, c.id) < (:at, :id)
                order by c.updatedAt desc, c.id desc
                """,
                StoredConversation.class)
            .setParameter("owner", owner.value()),
        before,
        limit);
  }

  private static List<Conversation> page(
      TypedQuery<StoredConversation> query, Optional<ConversationCursor> before, int limit) {
    ConversationCursor end = before.orElse(ConversationCursor.NEWEST);
    return query
        .setParameter("at", end.at())
        .setParameter("id", end.id())
        .setMaxResults(limit)
        .getResultStream()
        .map(StoredConversation::toConversation)
        .toList();
  }

  @Transactional
  public long countRooms() {
    return entities
        .createQuery("select count(c) from StoredConversation c where c.kind = 'room'", Long.class)
        .getSingleResult();
  }

  /// Changes a conversation; two changes at a time follow one another.
  ///
  /// @throws io.parley.platform.ProblemException `conflict` if another room has its new name
  @Transactional
  public Optional<Conversation> change(
      ConversationId id, Conversation.Kind kind, UnaryOperator<Conversation> change) {
    if (!isLocked(id, kind)) {
      return Optional.empty();
    }
    Optional<Conversation> changed = find(id).map(change);
    changed.flatMap(Conversation::name).ifPresent(name -> requireFree(name, id));
    changed.ifPresent(this::write);
    return changed;
  }

  /// Locks a conversation as strongly as any change of it may need, if there is one: a lock that
  /// had to become stronger could wait for the archive, which holds a weaker one and waits for
  /// this.
  private boolean isLocked(ConversationId id, Conversation.Kind kind) {
    return !entities
        .createNativeQuery("select 1 from conversation where id = :id and kind = :kind for update")
        .setParameter("id", id.value())
        .setParameter("kind", kind.wire())
        .getResultList()
        .isEmpty();
  }

  private void requireFree(String name, ConversationId mine) {
    if (findRoom(name).filter(room -> !room.id().equals(mine)).isPresent()) {
      throw Conversations.nameTaken();
    }
  }

  private void write(Conversation conversation) {
    entities
        .createNativeQuery(
            """
            update conversation c set name = e.name, topic = e.topic, title = e.title,
              answers = e.answers, default_model = e.default_model, system_prompt = e.system_prompt, temperature = e.temperature, top_p = e.top_p,
              max_tokens = e.max_tokens, stop = e.stop, seed = e.seed, effort = e.effort, updated_at = e.updated_at
            from json_to_recordset(cast(:rows as json)) as e(id uuid, name text,
              topic text, title text, answers text, default_model text, system_prompt text, temperature double precision,
              top_p double precision, max_tokens integer, stop jsonb, seed bigint, effort text,
              updated_at timestamptz)
            where c.id = e.id
            """)
        .setParameter("rows", Json.write(List.of(conversation)))
        .executeUpdate();
    SearchTitleStore.within(entities).fold(conversation.id());
  }

  /// Erases a conversation if little enough is left of it, and otherwise a part of what was said in
  /// it: see [Erasures].
  ///
  /// @return whether more of it is left
  @Transactional
  public boolean eraseSome(ConversationId id, Conversation.Kind kind) {
    // nothing is added to it from here on
    if (!isLocked(id, kind)) {
      return false;
    }
    boolean more = false;
    for (String table : PARTS) {
      int deleted =
          entities
              .createNativeQuery(
                  """
                  delete from %1$s where ctid = any(array(
                    select ctid from %1$s where conversation_id = :id limit :most))
                  """
                      .formatted(table))
              .setParameter("id", id.value())
              .setParameter("most", ERASED_AT_ONCE)
              .executeUpdate();
      // a row that was changed in between is left out
      more |= deleted > ERASED_AT_ONCE / 2;
    }
    if (!more) {
      entities
          .createNativeQuery("delete from conversation where id = :id")
          .setParameter("id", id.value())
          .executeUpdate();
    }
    return more;
  }

  /// What all replies of a conversation have taken.
  @Transactional
  public UsageTotal usage(ConversationId id) {
    Object[] tokens =
        (Object[])
            entities
                .createNativeQuery(
                    """
                    select cast(coalesce(sum(cast(usage->>'prompt_tokens' as bigint)), 0) as bigint),
                      cast(coalesce(sum(cast(usage->>'completion_tokens' as bigint)), 0) as bigint)
                    from message where conversation_id = :id and usage is not null
                    """,
                    Object[].class)
                .setParameter("id", id.value())
                .getSingleResult();
    List<ReplyDetails.Cost> costs = new ArrayList<>();
    for (Object row :
        entities
            .createNativeQuery(
                """
                select sum(cast(details->'cost'->>'amount' as numeric)),
                  details->'cost'->>'currency'
                from message where conversation_id = :id and details->'cost' is not null
                group by 2 order by 2
                """,
                Object[].class)
            .setParameter("id", id.value())
            .getResultList()) {
      Object[] cost = (Object[]) row;
      costs.add(new ReplyDetails.Cost((BigDecimal) cost[0], (String) cost[1]));
    }
    return new UsageTotal((Long) tokens[0], (Long) tokens[1], costs);
  }

  /// False if its name is taken: the database's own word on it, as an error, would be logged with
  /// what people wrote.
  @Transactional
  public boolean add(Conversation conversation) {
    boolean added =
        entities
                .createNativeQuery(
                    """
                    insert into conversation (id, kind, name, topic, title, default_model, answers,
                      system_prompt, temperature, top_p, max_tokens, stop, seed, effort, owner, created_by, created_at,
                      updated_at)
                    select e.* from json_to_recordset(cast(:rows as json)) as e(id uuid, kind text,
                      name text, topic text, title text, default_model text, answers text,
                      system_prompt text, temperature double precision, top_p double precision,
                      max_tokens integer, stop jsonb, seed bigint, effort text, owner uuid, created_by uuid, created_at timestamptz,
                      updated_at timestamptz)
                    on conflict (name) do nothing
                    """)
                .setParameter("rows", Json.write(List.of(conversation)))
                .executeUpdate()
            == 1;
    if (added) {
      SearchTitleStore.within(entities).fold(conversation.id());
    }
    return added;
  }
}

package io.parley.conversation;

import io.parley.log.ConversationId;
import io.parley.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/// Conversations in PostgreSQL.
@ApplicationScoped
public class ConversationStore {
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

  /// By name.
  @Transactional
  public List<Conversation> rooms(int limit) {
    return entities
        .createQuery(
            "select c from StoredConversation c where c.kind = 'room' order by c.name",
            StoredConversation.class)
        .setMaxResults(limit)
        .getResultStream()
        .map(StoredConversation::toConversation)
        .toList();
  }

  /// False if its name is taken: the database's own word on it, as an error, would be logged with
  /// what people wrote.
  @Transactional
  public boolean add(Conversation conversation) {
    return entities
            .createNativeQuery(
                """
                insert into conversation (id, kind, name, topic, title, default_model, answers,
                  system_prompt, temperature, top_p, max_tokens, stop, seed, owner, created_at,
                  updated_at)
                select e.* from json_to_recordset(cast(:rows as json)) as e(id uuid, kind text,
                  name text, topic text, title text, default_model text, answers text,
                  system_prompt text, temperature double precision, top_p double precision,
                  max_tokens integer, stop jsonb, seed bigint, owner uuid, created_at timestamptz,
                  updated_at timestamptz)
                on conflict (name) do nothing
                """)
            .setParameter("rows", Json.write(List.of(conversation)))
            .executeUpdate()
        == 1;
  }
}

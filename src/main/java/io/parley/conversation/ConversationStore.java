package io.parley.conversation;

import io.parley.log.ConversationId;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;

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

  /// @throws io.parley.platform.ProblemException `conflict` if its name is taken
  @Transactional
  public void add(Conversation conversation) {
    try {
      entities.persist(new StoredConversation(conversation));
      entities.flush();
    } catch (ConstraintViolationException e) {
      throw Problem.CONFLICT.because("There is already a room of this name.");
    }
  }
}

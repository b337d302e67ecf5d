package io.parley.conversation;

import io.parley.event.ConversationId;
import jakarta.persistence.EntityManager;
import java.util.function.BiPredicate;

/// The store of conversations without a container, for tests that read and write through it.
public final class ConversationStores {
  private ConversationStores() {}

  /// A store that works within somebody's transaction.
  public static ConversationStore within(EntityManager entities) {
    ConversationStore store = new ConversationStore();
    store.entities = entities;
    return store;
  }

  /// The store of their titles in the search, likewise.
  public static SearchTitleStore titlesWithin(EntityManager entities) {
    return SearchTitleStore.within(entities);
  }

  /// Erasures that go through a store of somebody else's.
  ///
  /// @param eraseSome as [ConversationStore#eraseSome]
  @SuppressWarnings("UnnecessaryAssignment") // a container would set it
  public static Erasures erasures(BiPredicate<ConversationId, Conversation.Kind> eraseSome) {
    Erasures erasures = new Erasures();
    erasures.store =
        new ConversationStore() {
          @Override
          public boolean eraseSome(ConversationId id, Conversation.Kind kind) {
            return eraseSome.test(id, kind);
          }
        };
    return erasures;
  }
}

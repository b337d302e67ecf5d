package io.parley.conversation;

import jakarta.persistence.EntityManager;

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
}

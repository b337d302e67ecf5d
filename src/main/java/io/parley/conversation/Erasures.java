package io.parley.conversation;

import io.parley.event.ConversationId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Takes erased conversations out of PostgreSQL, a part of their rows in each transaction: to
/// delete all of a large one at once takes longer than PostgreSQL may be silent, and would be
/// broken off and start again without end. What is begun twice, or broken off, is erased all the
/// same.
@ApplicationScoped
public class Erasures {
  @Inject ConversationStore store;

  /// Nothing happens if there is no such conversation.
  public void erase(ConversationId id, Conversation.Kind kind) {
    boolean more = true;
    while (more) {
      more = store.eraseSome(id, kind);
    }
  }
}

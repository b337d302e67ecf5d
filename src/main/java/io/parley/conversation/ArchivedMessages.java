package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The archive's messages, for features that read what was said long ago. Who may read them is for
/// the caller to ask.
///
/// Every method throws a [io.parley.platform.ProblemException], `unavailable`, while PostgreSQL is
/// unavailable.
@ApplicationScoped
public class ArchivedMessages {
  @Inject MessageStore store;
  @Inject Database database;

  /// In no particular order; what is not archived is left out.
  public List<Message> find(Collection<MessagePlace> places) {
    return database.ask(() -> store.find(places));
  }

  /// In no particular order; what is not archived is left out.
  public List<Message> find(ConversationId conversation, Collection<MessageId> ids) {
    return database.ask(() -> store.find(conversation, ids));
  }

  /// What each message takes of a page, in bytes.
  public Map<MessagePlace, Long> sizes(Collection<MessagePlace> places) {
    return database.ask(() -> store.sizes(places));
  }
}

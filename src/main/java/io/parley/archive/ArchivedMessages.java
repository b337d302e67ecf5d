package io.parley.archive;

import io.parley.conversation.IdUse;
import io.parley.conversation.Message;
import io.parley.conversation.MessagePlace;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The archive's messages, for everybody who reads what was said. Who may read them is for the
/// caller to ask.
///
/// Every method throws a [io.parley.platform.ProblemException], `unavailable`, while PostgreSQL is
/// unavailable.
@ApplicationScoped
public class ArchivedMessages {
  /// A message with where on the log it ended, if it is a reply that has.
  public record Archived(Message message, Optional<Position> finish) {}

  /// Messages before a position, oldest first.
  ///
  /// @param more if there are older ones
  /// @param progress the offset up to which the partition was archived before they were read, -1 if
  ///   nothing of it was
  public record Stretch(List<Archived> messages, boolean more, long progress) {}

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

  /// The last `limit` messages before a position, or fewer where their text is long. An epoch that
  /// the archive has not seen yet is taken for the newest, so that everything is before it.
  ///
  /// @param partition the conversation's
  public Stretch before(ConversationId conversation, int partition, Position before, int limit) {
    return database.ask(() -> store.before(conversation, partition, before, limit));
  }

  /// Whether the archive has seen this epoch of the log.
  public boolean knows(String epoch) {
    return database.ask(() -> store.knows(epoch));
  }

  /// What an id stands for, in each conversation that is archived; for one that was removed after
  /// it had been asked for, twice.
  public List<IdUse> usesOf(UUID id) {
    return database.ask(() -> store.usesOf(id));
  }

  /// What each message takes of a page, in bytes.
  public Map<MessagePlace, Long> sizes(Collection<MessagePlace> places) {
    return database.ask(() -> store.sizes(places));
  }
}

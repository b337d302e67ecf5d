package io.parley.conversation;

import io.parley.log.MessageId;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/// The archive's answer to whether a message was posted before.
@ApplicationScoped
class PostedBefore implements ArchivedMessages {
  @Inject MessageStore messages;
  @Inject Database database;

  @Override
  public Optional<Archived> find(MessageId id) {
    try {
      return database.ask(() -> messages.findPosted(id));
    } catch (ProblemException away) {
      return Optional.empty();
    }
  }
}

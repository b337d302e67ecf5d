package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.event.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages and replies as a history holds them, for tests of what is made of them.
public final class Messages {
  private Messages() {}

  /// A message, or the whole reply of the model that is its author.
  public static Message of(
      MessageId id,
      ConversationId conversation,
      Message.Role role,
      Message.Author author,
      String text,
      Optional<MessageId> parent,
      Position position) {
    boolean reply = role == Message.Role.ASSISTANT;
    return new Message(
        id,
        conversation,
        role,
        author,
        text,
        reply ? Optional.of(author.id()) : Optional.empty(),
        reply ? Message.Status.FINISHED : Message.Status.POSTED,
        parent,
        Optional.empty(),
        position,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        reply ? 1 : 0);
  }
}

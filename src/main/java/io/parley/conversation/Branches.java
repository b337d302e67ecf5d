package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the messages of a private conversation hang together: its log is linear, its branches are
/// made of parents. The rules are those of "Branches" in `docs/protocol.md`;
/// `js/conversation/branches.js` follows the same.
///
/// A message's parent is the one it names. Where it names none, or one that was removed, it follows
/// whatever stands before it on the log. The conversation's own id is the parent of what begins it.
public final class Branches {
  private final MessageId root;
  private final boolean complete;
  private final Map<MessageId, Message> messages = new LinkedHashMap<>();
  private final Map<MessageId, MessageId> parents = new LinkedHashMap<>();

  /// What a message and its parents make up, oldest first.
  ///
  /// @param open if it goes on before the messages that are at hand
  public record Path(List<Message> messages, boolean open) {
    public Path {
      messages = List.copyOf(messages);
    }
  }

  /// @param inLogOrder messages and replies, without a gap
  /// @param complete whether the conversation's first message is among them
  public Branches(ConversationId conversation, Collection<Message> inLogOrder, boolean complete) {
    this.root = new MessageId(conversation.value());
    this.complete = complete;
    inLogOrder.forEach(message -> messages.put(message.id(), message));
    Optional<MessageId> before = complete ? Optional.of(root) : Optional.empty();
    for (Message message : messages.values()) {
      parent(message, before).ifPresent(parent -> parents.put(message.id(), parent));
      before = Optional.of(message.id());
    }
  }

  private Optional<MessageId> parent(Message message, Optional<MessageId> before) {
    return message
        .parentId()
        .filter(parent -> !complete || parent.equals(root) || messages.containsKey(parent))
        .or(() -> before);
  }

  /// The message it follows, or the conversation's own id if it begins it. Empty for one that is
  /// not at hand, and for the first of messages that are not complete.
  public Optional<MessageId> parentOf(MessageId message) {
    return Optional.ofNullable(parents.get(message));
  }

  /// Those with the same parent and role, itself among them, in the log's order.
  public List<Message> siblings(MessageId id) {
    Message message = messages.get(id);
    if (message == null) {
      return List.of();
    }
    Optional<MessageId> parent = parentOf(id);
    return messages.values().stream()
        .filter(other -> other.role() == message.role() && parentOf(other.id()).equals(parent))
        .toList();
  }

  /// The message and its parents up to the beginning.
  public Path path(MessageId leaf) {
    Deque<Message> path = new ArrayDeque<>();
    Set<MessageId> met = new HashSet<>();
    MessageId next = leaf;
    // a message can name one that comes after it: nobody walks in circles for that
    while (messages.containsKey(next) && met.add(next)) {
      path.addFirst(messages.get(next));
      Optional<MessageId> parent = parentOf(next);
      if (parent.isEmpty()) {
        return new Path(List.copyOf(path), true);
      }
      next = parent.get();
    }
    return new Path(List.copyOf(path), !complete && !next.equals(root) && !met.contains(next));
  }
}

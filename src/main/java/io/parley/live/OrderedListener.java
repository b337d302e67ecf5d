package io.parley.live;

import io.parley.event.ConversationId;
import java.time.Instant;
import java.util.List;

/// Follows all conversations as data, in the order in which their readers see them.
public interface OrderedListener {
  /// Is called for each conversation by one thread at a time, while the conversation is locked. It
  /// must only note down what happened, and do the rest on a thread of its own.
  ///
  /// @param at when the log took what these events come from
  void happened(ConversationId conversation, Instant at, List<OrderedEvent> events);
}

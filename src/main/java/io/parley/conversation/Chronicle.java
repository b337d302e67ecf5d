package io.parley.conversation;

import io.parley.log.ConversationId;
import io.parley.log.MessageId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// All of a conversation, oldest message first, a page at a time: however long it is, no more than
/// a page of it is held.
@ApplicationScoped
public class Chronicle {
  private static final int PAGE = PageRequest.MAX_LIMIT;

  @Inject History history;

  /// Is told of each message.
  interface Reader {
    void read(Message message) throws IOException;
  }

  /// A conversation as it is now; what is said later is left out.
  final class Reading {
    private final ConversationId id;
    private final Deque<String> cursors;
    private final HistoryPage newest;

    private Reading(ConversationId id, Deque<String> cursors, HistoryPage newest) {
      this.id = id;
      this.cursors = cursors;
      this.newest = newest;
    }

    /// @throws io.parley.platform.ProblemException `unavailable` if PostgreSQL goes away
    void forEach(Reader reader) throws IOException {
      Set<MessageId> met = new HashSet<>();
      for (String cursor : cursors) {
        tell(history.page(id, Optional.of(cursor), PAGE), met, reader);
      }
      tell(newest, met, reader);
    }

    /// A message that is removed while pages are read makes them overlap.
    private void tell(HistoryPage page, Set<MessageId> met, Reader reader) throws IOException {
      for (Message message : page.items()) {
        if (met.add(message.id())) {
          reader.read(message);
        }
      }
    }
  }

  /// The pages are named from the end, so they are walked twice: once for their names.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` as [History#page]
  Reading of(ConversationId id) {
    HistoryPage newest = history.page(id, Optional.empty(), PAGE);
    Deque<String> cursors = new ArrayDeque<>();
    Optional<String> next = newest.next();
    while (next.isPresent()) {
      cursors.push(next.get());
      next = history.page(id, next, PAGE).next();
    }
    return new Reading(id, cursors, newest);
  }
}

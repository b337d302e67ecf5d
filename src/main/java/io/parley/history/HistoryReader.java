package io.parley.history;

import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All of a conversation, oldest message first, a page at a time: however long it is, the texts of
/// no more than a page are held.
@ApplicationScoped
public class HistoryReader {
  private static final int PAGE = PageRequest.MAX_LIMIT;

  @Inject History history;

  /// Is told of each message.
  public interface Reader {
    void read(Message message) throws IOException;
  }

  /// A conversation as it is now; what is said later is left out.
  public final class Reading {
    private final ConversationId id;
    private final Deque<Stretch> stretches;
    private final HistoryPage newest;

    private Reading(ConversationId id, Deque<Stretch> stretches, HistoryPage newest) {
      this.id = id;
      this.stretches = stretches;
      this.newest = newest;
    }

    /// @throws io.parley.platform.ProblemException `unavailable` if PostgreSQL goes away
    public void forEach(Reader reader) throws IOException {
      Set<MessageId> met = new HashSet<>();
      for (Stretch stretch : stretches) {
        for (HistoryPage page : pages(stretch)) {
          tell(page, met, reader);
        }
      }
      tell(newest, met, reader);
    }

    /// One page, unless it has become shorter because a text on it has become longer: then the
    /// pages that hold what was on it, the oldest first.
    private Deque<HistoryPage> pages(Stretch stretch) {
      Deque<HistoryPage> pages = new ArrayDeque<>();
      Set<MessageId> missing = new HashSet<>(stretch.messages());
      Optional<String> cursor = Optional.of(stretch.cursor());
      boolean found = true;
      while (found && !missing.isEmpty() && cursor.isPresent()) {
        HistoryPage page = history.page(id, cursor, PAGE);
        pages.push(page);
        // what is still missing after a page without any of it has been removed
        found = missing.removeAll(page.items().stream().map(Message::id).toList());
        cursor = page.next();
      }
      return pages;
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

  /// What a page held when it was first read.
  private record Stretch(String cursor, List<MessageId> messages) {}

  /// The pages are named from the end, so they are walked twice: once for their names.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` as [History#page]
  public Reading of(ConversationId id) {
    HistoryPage newest = history.page(id, Optional.empty(), PAGE);
    Deque<Stretch> stretches = new ArrayDeque<>();
    Optional<String> next = newest.next();
    while (next.isPresent()) {
      HistoryPage page = history.page(id, next, PAGE);
      stretches.push(new Stretch(next.get(), page.items().stream().map(Message::id).toList()));
      next = page.next();
    }
    return new Reading(id, stretches, newest);
  }
}

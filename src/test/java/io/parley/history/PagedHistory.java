package io.parley.history;

import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A history in memory, whose pages hold as many messages as a test says.
public final class PagedHistory extends History {
  public final List<Message> said = new ArrayList<>();
  public int pageSize = Integer.MAX_VALUE;
  public int pagesRead;

  /// What reads all of it.
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  public HistoryReader reader() {
    HistoryReader reader = new HistoryReader();
    reader.history = this;
    return reader;
  }

  @Override
  public HistoryPage page(ConversationId id, Optional<String> before, int limit) {
    pagesRead++;
    long end = before.map(HistoryCursor::read).map(Position::offset).orElse(Long.MAX_VALUE);
    List<Message> all = said.stream().filter(message -> message.position().offset() < end).toList();
    List<Message> last =
        all.subList(Math.max(0, all.size() - Math.min(limit, pageSize)), all.size());
    Optional<String> next =
        last.size() == all.size()
            ? Optional.empty()
            : Optional.of(HistoryCursor.of(last.getFirst().position()));
    return new HistoryPage(last, next, new Position("e", 1_000_000));
  }
}

package io.parley.log;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A reader that remembers what it saw of each conversation, and stumbles over messages that say
/// so.
@ApplicationScoped
public class Seen implements LogReader {
  static final String STUMBLE = "stumble";

  private final Map<ConversationId, List<LogEntry<?>>> entries = new ConcurrentHashMap<>();
  private final Map<Event, Long> seenAt = new ConcurrentHashMap<>();

  @Override
  public void read(LogEntry<?> entry) {
    seenAt.putIfAbsent(entry.event(), System.nanoTime());
    of(entry.conversation()).add(entry);
    if (entry.event() instanceof Event.MessagePosted posted && posted.text().equals(STUMBLE)) {
      throw new IllegalStateException("stumbled");
    }
  }

  List<LogEntry<?>> of(ConversationId conversation) {
    return entries.computeIfAbsent(conversation, _ -> new CopyOnWriteArrayList<>());
  }

  boolean has(Event event) {
    return seenAt.containsKey(event);
  }

  Duration since(long nanoTime, Event event) {
    return Duration.ofNanos(seenAt.getOrDefault(event, Long.MAX_VALUE) - nanoTime);
  }
}

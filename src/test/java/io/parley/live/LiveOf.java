package io.parley.live;

import io.parley.event.ConversationId;
import io.parley.event.LogEntry;
import io.parley.realtime.Hubs;
import java.util.List;

/// A conversation as a node holds it that has read these events, for tests of what stands on it.
public final class LiveOf {
  private LiveOf() {}

  public static LiveConversation having(ConversationId id, List<? extends LogEntry<?>> read) {
    LiveConversation conversation = from(id, 0);
    read.forEach(entry -> conversation.apply(entry, entry.at()));
    return conversation;
  }

  /// One that is empty, on a node that has missed nothing since this offset.
  static LiveConversation from(ConversationId id, long offset) {
    LiveConversation.Reading all =
        new LiveConversation.Reading() {
          @Override
          public long start() {
            return 0;
          }

          @Override
          public long next() {
            return 0;
          }
        };
    return new LiveConversation(
        id,
        "e",
        offset,
        all,
        Hubs.immediate(),
        (_, _, _) -> {},
        new TailMemory(TailMemory.LIMIT_BYTES));
  }
}

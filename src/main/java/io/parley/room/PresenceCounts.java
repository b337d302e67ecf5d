package io.parley.room;

import io.parley.event.ConversationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Numbers of participants, remembered for a second: every visitor of the home page asks for them.
/// Safe for use by many threads.
final class PresenceCounts {
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final Map<ConversationId, Counted> remembered = new ConcurrentHashMap<>();
  private final Function<Collection<ConversationId>, Map<ConversationId, Integer>> source;
  private final Clock clock;

  PresenceCounts(
      Function<Collection<ConversationId>, Map<ConversationId, Integer>> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  private record Counted(int participants, Instant at) {}

  Map<ConversationId, Integer> of(Collection<ConversationId> conversations) {
    Instant now = clock.instant();
    Map<ConversationId, Integer> counts = new LinkedHashMap<>();
    Set<ConversationId> wanted = new LinkedHashSet<>();
    for (ConversationId conversation : conversations) {
      Counted counted = remembered.get(conversation);
      if (counted != null && counted.at().plus(GOOD_FOR).isAfter(now)) {
        counts.put(conversation, counted.participants());
      } else {
        wanted.add(conversation);
      }
    }
    if (!wanted.isEmpty()) {
      if (remembered.size() > MOST) {
        remembered.clear();
      }
      source
          .apply(wanted)
          .forEach((conversation, participants) -> {
            remembered.put(conversation, new Counted(participants, now));
            counts.put(conversation, participants);
          });
    }
    return counts;
  }
}

package io.parley.room;

import io.parley.event.ConversationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Where people are, and how many, remembered for a second: every visitor of the home page asks for
/// them. Safe for use by many threads.
final class PresenceCounts {
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final Map<ConversationId, Counted> remembered = new ConcurrentHashMap<>();
  private final Function<Collection<ConversationId>, Map<ConversationId, Integer>> source;
  private final IntFunction<List<ConversationId>> places;
  private final Clock clock;
  private volatile Inhabited inhabited = new Inhabited(0, List.of(), Instant.EPOCH);

  PresenceCounts(
      Function<Collection<ConversationId>, Map<ConversationId, Integer>> source,
      IntFunction<List<ConversationId>> places,
      Clock clock) {
    this.source = source;
    this.places = places;
    this.clock = clock;
  }

  private record Counted(int participants, Instant at) {}

  private record Inhabited(int limit, List<ConversationId> conversations, Instant at) {}

  /// Conversations that somebody is in.
  ///
  /// @param limit the most that are wanted
  List<ConversationId> inhabited(int limit) {
    Instant now = clock.instant();
    Inhabited known = inhabited;
    if (known.limit() != limit || !known.at().plus(GOOD_FOR).isAfter(now)) {
      known = new Inhabited(limit, List.copyOf(places.apply(limit)), now);
      inhabited = known;
    }
    return known.conversations();
  }

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

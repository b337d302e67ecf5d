package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.history.LatestLines;
import io.parley.participant.Participant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Who is in the rooms that have people, and what was said there last. It is the same for
/// everybody, so a node looks at most once in two seconds, however many ask for the home page.
@ApplicationScoped
public class LiveRooms {
  private static final Duration GOOD_FOR = Duration.ofSeconds(2);

  /// Rooms of which this is asked.
  static final int MOST = 8;

  private static final int FACES = 5;

  @Inject Presence presence;
  @Inject LatestLines lines;
  @Inject Clock clock;

  private final ReentrantLock looking = new ReentrantLock();
  private volatile Snapshot last = new Snapshot(Instant.EPOCH, Map.of());

  private record Snapshot(Instant at, Map<ConversationId, Live> rooms) {}

  /// @param people some of those who are there
  record Live(List<Participant> people, Optional<LatestLines.Line> line) {
    static final Live UNKNOWN = new Live(List.of(), Optional.empty());

    Live {
      people = List.copyOf(people);
    }
  }

  /// @param rooms the first [#MOST] of them count
  Map<ConversationId, Live> of(List<ConversationId> rooms) {
    List<ConversationId> wanted = rooms.stream().limit(MOST).toList();
    Snapshot known = last;
    boolean good =
        known.at().plus(GOOD_FOR).isAfter(clock.instant())
            && known.rooms().keySet().containsAll(wanted);
    // whoever comes while another looks takes what was seen before
    if (!good && looking.tryLock()) {
      try {
        known = new Snapshot(clock.instant(), look(wanted));
        last = known;
      } finally {
        looking.unlock();
      }
    }
    return known.rooms();
  }

  private Map<ConversationId, Live> look(List<ConversationId> rooms) {
    Map<ConversationId, LatestLines.Line> said = lines.of(rooms);
    Map<ConversationId, Live> seen = new HashMap<>();
    for (ConversationId room : rooms) {
      List<Participant> people =
          presence.participants(room).stream()
              .sorted(Comparator.comparing(it -> it.id().toString()))
              .limit(FACES)
              .toList();
      seen.put(room, new Live(people, Optional.ofNullable(said.get(room))));
    }
    return seen;
  }
}

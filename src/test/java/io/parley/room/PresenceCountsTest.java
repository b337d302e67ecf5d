package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.event.ConversationId;
import io.parley.platform.Ids;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PresenceCountsTest {
  private final ConversationId lobby = new ConversationId(Ids.next());
  private final ConversationId garden = new ConversationId(Ids.next());
  private final VirtualClock clock = new VirtualClock();
  private final List<ConversationId> asked = new ArrayList<>();
  private final List<Integer> looks = new ArrayList<>();
  private final PresenceCounts counts =
      new PresenceCounts(
          wanted -> {
            asked.addAll(wanted);
            return wanted.stream().collect(Collectors.toMap(it -> it, _ -> asked.size()));
          },
          limit -> {
            looks.add(limit);
            return List.of(garden);
          },
          clock);

  @Test
  void aNumberIsGoodForASecond() {
    assertEquals(Map.of(lobby, 1), counts.of(List.of(lobby)));
    assertEquals(Map.of(lobby, 1), counts.of(List.of(lobby)));
    assertEquals(List.of(lobby), asked);
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Map.of(lobby, 2), counts.of(List.of(lobby)));
  }

  @Test
  void wherePeopleAreIsGoodForASecond() {
    assertEquals(List.of(garden), counts.inhabited(50));
    assertEquals(List.of(garden), counts.inhabited(50));
    assertEquals(List.of(50), looks);

    clock.advance(Duration.ofSeconds(1));
    counts.inhabited(50);
    counts.inhabited(8);

    assertEquals(List.of(50, 50, 8), looks);
  }

  @Test
  void onlyWhatIsMissingIsAsked() {
    counts.of(List.of(lobby));
    assertEquals(Map.of(lobby, 1, garden, 2), counts.of(List.of(lobby, garden)));
    assertEquals(List.of(lobby, garden), asked);
  }
}

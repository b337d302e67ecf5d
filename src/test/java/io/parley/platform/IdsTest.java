package io.parley.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.event.ConversationId;
import io.parley.event.DraftId;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.participant.ParticipantId;
import io.parley.realtime.ConnectionId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  static List<Function<UUID, Object>> kinds() {
    return List.of(
        ConversationId::new,
        MessageId::new,
        ReplyId::new,
        DraftId::new,
        ParticipantId::new,
        ConnectionId::new);
  }

  @Test
  void nobodyWhoHasSeenAnIdKnowsTheNext() {
    UUID before = Ids.next();
    Set<Long> steps = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      UUID next = Ids.next();
      steps.add(next.getLeastSignificantBits() - before.getLeastSignificantBits());
      before = next;
    }
    assertEquals(10_000, steps.size(), "a step that came twice");
    assertTrue(steps.stream().noneMatch(step -> Math.abs(step) < 1_000_000_000L));
  }

  @Test
  void anIdSaysWhenItWasMade() {
    long before = System.currentTimeMillis();
    long made = Ids.madeAt(Ids.next()).orElseThrow().toEpochMilli();
    assertTrue(made >= before && made <= System.currentTimeMillis());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  @SuppressWarnings("NullAway") // what a reader of JSON may do
  void thereIsNoIdOfNothing(Function<UUID, Object> kind) {
    assertThrows(NullPointerException.class, () -> kind.apply(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\" \"",
        "\"1-1-1-1-1\"",
        "\"0193a5c07d3f7c3a9c576a1f0d2b4e11\"",
        "\"AZOlwH0/fDqcV2ofDStOEQ==\"",
        "\"{0193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e11}\"",
        "\"+193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e11\"",
        "\"0193a5c0-7d3f-7c3a--c57-6a1f0d2b4e11\"",
        "\"0193a5c07-d3f-7c3a-9c57-6a1f0d2b4e11\"",
        "\"0193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e1g\"",
        "\"0193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e1\uff11\"",
        "\"0193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e11 \"",
        "7",
        "{}",
        "[]",
        "true"
      })
  void anInvalidIdIsReadAsNone(String json) {
    for (Class<?> kind :
        List.of(
            ConversationId.class,
            MessageId.class,
            ReplyId.class,
            DraftId.class,
            ParticipantId.class)) {
      assertThrows(
          JsonProcessingException.class,
          () -> Json.MAPPER.readValue(json, kind),
          kind + " of " + json);
    }
  }
}

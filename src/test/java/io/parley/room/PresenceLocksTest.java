package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.event.ConversationId;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresenceLocksTest {
  private final PresenceLocks locks = new PresenceLocks();
  private final ConversationId room = new ConversationId(Ids.next());
  private final ParticipantId ada = new ParticipantId(Ids.next());
  private int changes;

  @Test
  void changesOfOneParticipantAreMadeOneAfterTheOther() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> made =
          IntStream.range(0, 200)
              .mapToObj(_ -> threads.submit(() -> locks.exclusively(room, ada, this::change)))
              .toList();
      for (Future<?> one : made) {
        one.get();
      }
    }
    assertEquals(200, changes);
  }

  /// Loses changes unless it is alone: others run while it waits.
  private void change() {
    int before = changes;
    Thread.yield();
    changes = before + 1;
  }

  @Test
  void aChangeThatFailsKeepsNobodyOut() {
    assertThrows(
        IllegalStateException.class,
        () ->
            locks.exclusively(
                room,
                ada,
                () -> {
                  throw new IllegalStateException("a change that fails");
                }));
    assertEquals("later", locks.exclusively(room, ada, () -> "later"));
  }
}

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PresenceLocksTest {
  private final PresenceLocks locks = new PresenceLocks();
  private final ConversationId room = new ConversationId(Ids.next());
  private final ParticipantId ada = new ParticipantId(Ids.next());
  private final AtomicInteger changing = new AtomicInteger();

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
  }

  /// Takes long enough for others to come in between if they could.
  private void change() {
    assertEquals(1, changing.incrementAndGet());
    assertEquals(1_000, Stream.generate(Ids::next).limit(1_000).distinct().count());
    assertEquals(0, changing.decrementAndGet());
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

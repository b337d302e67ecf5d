package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.ParticipantId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// What concerns one participant of one conversation happens one after the other. Locks are shared
/// by their hash, so that their number does not grow.
final class PresenceLocks {
  private static final int COUNT = 64;

  private final List<Lock> locks =
      IntStream.range(0, COUNT).<Lock>mapToObj(_ -> new ReentrantLock()).toList();

  void exclusively(ConversationId conversation, ParticipantId participant, Runnable change) {
    var _ =
        exclusively(
            conversation,
            participant,
            () -> {
              change.run();
              return true;
            });
  }

  <T> T exclusively(ConversationId conversation, ParticipantId participant, Supplier<T> change) {
    Lock lock = locks.get(Math.floorMod(Objects.hash(conversation, participant), COUNT));
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}

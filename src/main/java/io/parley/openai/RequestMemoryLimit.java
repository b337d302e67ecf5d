package io.parley.openai;

import io.parley.platform.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How much of the heap requests may take at once: each is held, twice, until its answer is there,
/// and a few dozen with large pictures would be the end of the server. Small ones need not ask.
final class RequestMemoryLimit {
  private static final int KIBIBYTE = 1024;
  private static final int SMALL_BYTES = 64 * KIBIBYTE;
  private static final int ALL_BYTES = 32 * KIBIBYTE * KIBIBYTE;
  private static final int PATIENCE_SECONDS = 2;
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Semaphore kibibytes = new Semaphore(ALL_BYTES / KIBIBYTE, true);

  /// Takes room, and waits a little for it.
  ///
  /// @return how much was taken, to be given back
  /// @throws OpenAiError if there is none
  int take(long bytes) {
    if (bytes <= SMALL_BYTES) {
      return 0;
    }
    int wanted = Math.toIntExact(Math.min(bytes, ALL_BYTES) / KIBIBYTE);
    try {
      if (kibibytes.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return wanted;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw OpenAiError.of(
        Problem.UNAVAILABLE.because(
            "All large requests of this node together exceed %d MiB."
                .formatted(ALL_BYTES / KIBIBYTE / KIBIBYTE),
            SOON));
  }

  void giveBack(int taken) {
    kibibytes.release(taken);
  }
}

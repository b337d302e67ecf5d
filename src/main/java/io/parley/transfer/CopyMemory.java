package io.parley.transfer;

import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The memory of this node for conversations that are imported or forked, counted in bytes of their
/// text. What does not fit is refused before it is read. Safe for use by many threads.
final class CopyMemory {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final long bytes;
  private final int atOncePerGuest;
  private final int atOnce;
  private final Map<ParticipantId, Integer> underWay = new HashMap<>();
  private long held;
  private int count;

  /// @param bytes of all copies that are made at a time
  /// @param atOncePerGuest copies that one guest may make at a time
  /// @param atOnce copies that all may make at a time: each writes up to thousands of events to the
  ///   log, and what others post waits behind them
  CopyMemory(long bytes, int atOncePerGuest, int atOnce) {
    this.bytes = bytes;
    this.atOnce = atOnce;
    this.atOncePerGuest = atOncePerGuest;
  }

  /// A part of the memory, until it is closed.
  interface Hold extends AutoCloseable {
    /// Changes how much it is.
    ///
    /// @throws ProblemException `unavailable` if that does not fit now; then nothing changes
    void resize(long wanted);

    @Override
    void close();
  }

  /// A copy larger than all of the memory has it alone.
  ///
  /// @throws ProblemException `rate_limited` if the guest runs too many, `unavailable` if it does
  ///   not fit now
  synchronized Hold take(ParticipantId guest, long wanted) {
    if (underWay.getOrDefault(guest, 0) >= atOncePerGuest) {
      throw Problem.RATE_LIMITED.because(
          "At most %d imports and forks of one guest run at a time.".formatted(atOncePerGuest),
          SOON);
    }
    if (count >= atOnce) {
      throw busy();
    }
    Share share = new Share(guest);
    share.resize(wanted);
    count++;
    underWay.merge(guest, 1, Integer::sum);
    return share;
  }

  private static ProblemException busy() {
    return Problem.UNAVAILABLE.because("This server is busy with other imports and forks.", SOON);
  }

  private final class Share implements Hold {
    private final ParticipantId guest;
    private long size;

    private Share(ParticipantId guest) {
      this.guest = guest;
    }

    @Override
    public void resize(long wanted) {
      synchronized (CopyMemory.this) {
        long others = held - size;
        long now = Math.min(wanted, bytes);
        if (others + now > bytes) {
          throw busy();
        }
        held = others + now;
        size = now;
      }
    }

    @Override
    public void close() {
      synchronized (CopyMemory.this) {
        held -= size;
        size = 0;
        count--;
        underWay.computeIfPresent(guest, (_, copies) -> copies == 1 ? null : copies - 1);
      }
    }
  }
}

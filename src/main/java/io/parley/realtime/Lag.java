package io.parley.realtime;

import java.time.Duration;

/// Whether a reader is behind, since when, and whether a fresh state was asked for. Guarded by the
/// monitor of its [Outbox].
final class Lag {
  private boolean behind;
  private boolean askedForState;
  private long since;

  boolean isBehind() {
    return behind;
  }

  void begin(long now) {
    behind = true;
    since = now;
  }

  /// The reader gets a state that makes up for all that was left out.
  void end() {
    behind = false;
    askedForState = false;
  }

  /// Whether a state is to be asked for now: once each time the reader is behind.
  boolean askForState() {
    boolean first = behind && !askedForState;
    askedForState |= first;
    return first;
  }

  boolean exceeds(Duration limit, long now) {
    return behind && now - since > limit.toNanos();
  }
}

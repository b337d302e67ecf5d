package io.parley.node;

import java.time.Duration;

/// What somebody in the house has to do before this node ends, while all others still work. Every
/// CDI bean of this type is called once, all beside each other, each on a thread of its own.
public interface Drainable {
  /// May block.
  ///
  /// @param within how long it may take, at most
  void leave(Duration within) throws InterruptedException;
}

package io.parley.node;

import java.time.Duration;

/// What a part of the server has to do before this node stops, while all others still work. Every
/// CDI bean of this type is called once, all beside each other, each on a thread of its own.
public interface Drainable {
  /// May block.
  ///
  /// @param within how long it may take, at most
  void leave(Duration within) throws InterruptedException;
}

package io.parley.realtime;

import java.io.IOException;
import java.util.Optional;

/// What carries the frames of one [Outbox] to the other side. All but [#close] is called by one
/// writer at a time, which may block.
interface Transport {

  /// This batch as text for this connection; empty if none of its events is meant for it.
  Optional<Frame> encode(Batch batch);

  void send(Frame frame) throws IOException;

  void ping() throws IOException;

  /// Called once, possibly while a send is blocked, which it must end. May take its time.
  void close(CloseCode code);
}
